<?xml version="1.0" encoding="UTF-8"?>
<!-- Names that espeak-ng 1.52 says wrongly with its American and British voices. How an entry is found and proved stands
     in README.md beside this file; the source of each pronunciation stands above it. The IPA is that of dictionaries for
     all Englishes: /oʊ/ is the vowel of "go", and every r is written. -->
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">
  <!-- CMUdict: AE1 CH AH0 S AH0 N -->
  <lexeme>
    <grapheme>Acheson</grapheme>
    <phoneme>ˈætʃəsən</phoneme>
    <alias>atchison</alias>
  </lexeme>
  <!-- CMUdict: AA2 Y EH1 N D EY0 -->
  <lexeme>
    <grapheme>Allende</grapheme>
    <phoneme>ɑːˈjɛndeɪ</phoneme>
    <alias>ah-yenday</alias>
  </lexeme>
  <!-- CMUdict: AE0 N D R AA1 P AA2 V -->
  <lexeme>
    <grapheme>Andropov</grapheme>
    <phoneme>ænˈdrɑːpɑːv</phoneme>
    <alias>an-dropoff</alias>
  </lexeme>
  <!-- CMUdict: AA1 R B EH0 N Z -->
  <lexeme>
    <grapheme>Arbenz</grapheme>
    <phoneme>ˈɑːrbɛnz</phoneme>
  </lexeme>
  <!-- CMUdict: B UW1 T OW0 -->
  <lexeme>
    <grapheme>Bhutto</grapheme>
    <phoneme>ˈbuːtoʊ</phoneme>
    <alias>bootoe</alias>
  </lexeme>
  <!-- CMUdict: B AO0 R G W IY1 B AH0 -->
  <lexeme>
    <grapheme>Bourguiba</grapheme>
    <phoneme>bɔːrɡˈwiːbə</phoneme>
  </lexeme>
  <!-- Collins English Dictionary, at thefreedictionary.com -->
  <lexeme>
    <grapheme>Brezhnev</grapheme>
    <phoneme>ˈbrɛʒnɛf</phoneme>
    <alias>brezhneff</alias>
  </lexeme>
  <!-- CMUdict: B R IH0 Z IH1 N S K IY0 -->
  <lexeme>
    <grapheme>Brzezinski</grapheme>
    <phoneme>brɪˈzɪnski</phoneme>
  </lexeme>
  <!-- CMUdict: K AA0 L IY0 F AA1 N OW0 -->
  <lexeme>
    <grapheme>Califano</grapheme>
    <phoneme>kɑːliˈfɑːnoʊ</phoneme>
    <alias>kahleefahno</alias>
  </lexeme>
  <!-- CMUdict: K AE1 L AH0 HH AE0 N -->
  <lexeme>
    <grapheme>Callaghan</grapheme>
    <phoneme>ˈkæləhæn</phoneme>
    <alias>kalla-han</alias>
  </lexeme>
  <!-- CMUdict: CH AW0 CH EH1 S K Y UW0 -->
  <lexeme>
    <grapheme>Ceausescu</grapheme>
    <phoneme>tʃaʊˈtʃɛskjuː</phoneme>
    <alias>chow-chesskyoo</alias>
  </lexeme>
  <!-- CMUdict: CH AE1 NG -->
  <lexeme>
    <grapheme>Chiang</grapheme>
    <phoneme>ˈtʃæŋ</phoneme>
    <alias>chang</alias>
  </lexeme>
  <!-- CMUdict: D AH0 M IH1 R AH0 L -->
  <lexeme>
    <grapheme>Demirel</grapheme>
    <phoneme>dəˈmɪrəl</phoneme>
    <alias>demeer-el</alias>
  </lexeme>
  <!-- Russian stress (Добры́нин, Wikipedia); CMUdict: D AH0 B R IY1 N IH0 N, its second -->
  <lexeme>
    <grapheme>Dobrynin</grapheme>
    <phoneme>dəˈbriːnɪn</phoneme>
    <alias>duh-breenin</alias>
  </lexeme>
  <!-- CMUdict: D UW1 B CH EH2 K -->
  <lexeme>
    <grapheme>Dubcek</grapheme>
    <phoneme>ˈduːbtʃɛk</phoneme>
    <alias>doobcheck</alias>
  </lexeme>
  <!-- as Le Duc Tho -->
  <lexeme>
    <grapheme>Duc Tho</grapheme>
    <phoneme>ˌduːk ˈtoʊ</phoneme>
    <alias>dook toe</alias>
  </lexeme>
  <!-- CMUdict: D UW0 V AE1 L Y ER0 -->
  <lexeme>
    <grapheme>Duvalier</grapheme>
    <phoneme>duːˈvæljər</phoneme>
    <alias>doovalyer</alias>
  </lexeme>
  <!-- CMUdict: ER1 L IH0 K M AH0 N -->
  <lexeme>
    <grapheme>Ehrlichman</grapheme>
    <phoneme>ˈɜːrlɪkmən</phoneme>
    <alias>urlickman</alias>
  </lexeme>
  <!-- CMUdict: G EH1 N SH ER0 -->
  <lexeme>
    <grapheme>Genscher</grapheme>
    <phoneme>ˈɡɛnʃər</phoneme>
    <alias>ghensher</alias>
  </lexeme>
  <!-- CMUdict: ZH IH0 S K AA1 R -->
  <lexeme>
    <grapheme>Giscard</grapheme>
    <phoneme>ʒɪˈskɑːr</phoneme>
    <alias>zhis-kar</alias>
  </lexeme>
  <!-- Columbia Electronic Encyclopedia, 6th ed.: gəmo͝oˈkə -->
  <lexeme>
    <grapheme>Gomulka</grapheme>
    <phoneme>ɡəˈmʊkə</phoneme>
    <alias>guh-mooka</alias>
  </lexeme>
  <!-- CMUdict: G AO1 R B AH0 CH AO2 F -->
  <lexeme>
    <grapheme>Gorbachev</grapheme>
    <phoneme>ˈɡɔːrbətʃɔːf</phoneme>
    <alias>gorbachoff</alias>
  </lexeme>
  <!-- CMUdict: G UW0 L AA1 R T -->
  <lexeme>
    <grapheme>Goulart</grapheme>
    <phoneme>ɡuːˈlɑːrt</phoneme>
    <alias>goo-lart</alias>
  </lexeme>
  <!-- CMUdict: G R OW0 M IY1 K OW0 -->
  <lexeme>
    <grapheme>Gromyko</grapheme>
    <phoneme>ɡroʊˈmiːkoʊ</phoneme>
    <alias>grohmeeko</alias>
  </lexeme>
  <!-- CMUdict: HH AA1 L D M AH0 N -->
  <lexeme>
    <grapheme>Haldeman</grapheme>
    <phoneme>ˈhɑːldmən</phoneme>
    <alias>hahldman</alias>
  </lexeme>
  <!-- CMUdict: HH OW1 N EH0 K ER0 -->
  <lexeme>
    <grapheme>Honecker</grapheme>
    <phoneme>ˈhoʊnɛkər</phoneme>
    <alias>hohnecker</alias>
  </lexeme>
  <!-- CMUdict: HH UW0 S EY1 N -->
  <lexeme>
    <grapheme>Hussein</grapheme>
    <phoneme>huːˈseɪn</phoneme>
    <alias>hoo-sane</alias>
  </lexeme>
  <!-- CMUdict: IH0 Z V EH1 S T IY0 AH0 -->
  <lexeme>
    <grapheme>Izvestia</grapheme>
    <phoneme>ɪzˈvɛstiə</phoneme>
  </lexeme>
  <!-- CMUdict: JH AH0 W AO1 R S K IY0 -->
  <lexeme>
    <grapheme>Jaworski</grapheme>
    <phoneme>dʒəˈwɔːrski</phoneme>
  </lexeme>
  <!-- CMUdict: K OW0 M EY1 N IY0 -->
  <lexeme>
    <grapheme>Khomeini</grapheme>
    <phoneme>koʊˈmeɪni</phoneme>
  </lexeme>
  <!-- CMUdict: K R UW1 S CH AO2 F -->
  <lexeme>
    <grapheme>Khrushchev</grapheme>
    <phoneme>ˈkruːstʃɔːf</phoneme>
  </lexeme>
  <!-- CMUdict: K IH1 S IH0 N JH ER0 -->
  <lexeme>
    <grapheme>Kissinger</grapheme>
    <phoneme>ˈkɪsɪndʒər</phoneme>
    <alias>kissinjer</alias>
  </lexeme>
  <!-- Columbia Electronic Encyclopedia, 6th ed.: kəsēˈgĭn -->
  <lexeme>
    <grapheme>Kosygin</grapheme>
    <phoneme>kəˈsiːɡɪn</phoneme>
    <alias>kuh-seegin</alias>
  </lexeme>
  <!-- CMUdict: L AW1 S -->
  <lexeme>
    <grapheme>Laos</grapheme>
    <phoneme>ˈlaʊs</phoneme>
    <alias>louse</alias>
  </lexeme>
  <!-- Columbia Electronic Encyclopedia, 6th ed.: lā do͞oc tō -->
  <lexeme>
    <grapheme>Le Duc Tho</grapheme>
    <phoneme>ˌleɪ ˌduːk ˈtoʊ</phoneme>
    <alias>lay dook toe</alias>
  </lexeme>
  <!-- Random House, at dictionary.infoplease.com: tsu-toong' -->
  <lexeme>
    <grapheme>Mao Tse-tung</grapheme>
    <phoneme>ˌmaʊ tsəˈtʊŋ</phoneme>
  </lexeme>
  <!-- Random House, at dictionary.infoplease.com: zu-doong' -->
  <lexeme>
    <grapheme>Mao Zedong</grapheme>
    <phoneme>ˌmaʊ zəˈdʊŋ</phoneme>
    <alias>mau zuh-doong</alias>
  </lexeme>
  <!-- CMUdict: M AA1 R K OW0 S -->
  <lexeme>
    <grapheme>Marcos</grapheme>
    <phoneme>ˈmɑːrkoʊs</phoneme>
  </lexeme>
  <!-- CMUdict: M EH2 NG G IY1 S T UW0 -->
  <lexeme>
    <grapheme>Mengistu</grapheme>
    <phoneme>mɛŋˈɡiːstuː</phoneme>
  </lexeme>
  <!-- World Book: mee ko YAHN -->
  <lexeme>
    <grapheme>Mikoyan</grapheme>
    <phoneme>miːkoʊˈjɑːn</phoneme>
    <alias>meeko-yahn</alias>
  </lexeme>
  <!-- CMUdict: M OW0 B UW1 T UW2 -->
  <lexeme>
    <grapheme>Mobutu</grapheme>
    <phoneme>moʊˈbuːtuː</phoneme>
    <alias>moe-bootoo</alias>
  </lexeme>
  <!-- CMUdict: M AO1 L AH0 T AA2 F -->
  <lexeme>
    <grapheme>Molotov</grapheme>
    <phoneme>ˈmɔːlətɑːf</phoneme>
    <alias>mollatoff</alias>
  </lexeme>
  <!-- CMUdict: M AO1 R G AH0 N TH AW2 -->
  <lexeme>
    <grapheme>Morgenthau</grapheme>
    <phoneme>ˈmɔːrɡənθaʊ</phoneme>
    <alias>morgan-thow</alias>
  </lexeme>
  <!-- CMUdict: M UW0 G AA1 B EY0 -->
  <lexeme>
    <grapheme>Mugabe</grapheme>
    <phoneme>muːˈɡɑːbeɪ</phoneme>
    <alias>moo-gah-bay</alias>
  </lexeme>
  <!-- Columbia Electronic Encyclopedia, 6th ed.: mo͞oˈsädāg (stress as in its Persian form) -->
  <lexeme>
    <grapheme>Mussadegh</grapheme>
    <grapheme>Mossadegh</grapheme>
    <phoneme>muːˈsɑːdeɪɡ</phoneme>
    <alias>moo-sah-daig</alias>
  </lexeme>
  <!-- CMUdict: N EH1 T OW0 -->
  <lexeme>
    <grapheme>Neto</grapheme>
    <phoneme>ˈnɛtoʊ</phoneme>
    <alias>netto</alias>
  </lexeme>
  <!-- CMUdict: N UW0 Y EH1 N -->
  <lexeme>
    <grapheme>Nguyen</grapheme>
    <phoneme>nuːˈjɛn</phoneme>
    <alias>noo-yen</alias>
  </lexeme>
  <!-- CMUdict: P AH0 P AE1 N D R IY0 UW2 -->
  <lexeme>
    <grapheme>Papandreou</grapheme>
    <phoneme>pəˈpændriuː</phoneme>
  </lexeme>
  <!-- CMUdict: P EH1 R EH0 Z -->
  <lexeme>
    <grapheme>Peres</grapheme>
    <phoneme>ˈpɛrɛz</phoneme>
    <alias>perrez</alias>
  </lexeme>
  <!-- CMUdict: P ER0 AO1 N -->
  <lexeme>
    <grapheme>Peron</grapheme>
    <phoneme>pərˈɔːn</phoneme>
    <alias>per-own</alias>
  </lexeme>
  <!-- as Souvanna Phouma -->
  <lexeme>
    <grapheme>Phouma</grapheme>
    <phoneme>ˈfuːmɑː</phoneme>
    <alias>foomah</alias>
  </lexeme>
  <!-- CMUdict: P IY2 N OW0 SH EY1 -->
  <lexeme>
    <grapheme>Pinochet</grapheme>
    <phoneme>piːnoʊˈʃeɪ</phoneme>
    <alias>pee-no-shay</alias>
  </lexeme>
  <!-- Russian stress (Подго́рный, Wikipedia), English sounds -->
  <lexeme>
    <grapheme>Podgorny</grapheme>
    <grapheme>Podgorniy</grapheme>
    <grapheme>Podgornyi</grapheme>
    <phoneme>pɒdˈɡɔːrni</phoneme>
    <alias>pod-gorny</alias>
  </lexeme>
  <!-- CMUdict: R AA2 B IY1 N -->
  <lexeme>
    <grapheme>Rabin</grapheme>
    <phoneme>rɑːˈbiːn</phoneme>
    <alias>rah-bean</alias>
  </lexeme>
  <!-- CMUdict: R EY1 K AH0 V IH0 K -->
  <lexeme>
    <grapheme>Reykjavik</grapheme>
    <phoneme>ˈreɪkəvɪk</phoneme>
    <alias>raykavick</alias>
  </lexeme>
  <!-- CMUdict: R IY0 AA1 D -->
  <lexeme>
    <grapheme>Riyadh</grapheme>
    <phoneme>riˈɑːd</phoneme>
    <alias>ree-ahd</alias>
  </lexeme>
  <!-- CMUdict: S AA0 D AA1 T -->
  <lexeme>
    <grapheme>Sadat</grapheme>
    <phoneme>sɑːˈdɑːt</phoneme>
    <alias>suh-daht</alias>
  </lexeme>
  <!-- CMUdict: S AH0 V IH1 M B IY0 -->
  <lexeme>
    <grapheme>Savimbi</grapheme>
    <phoneme>səˈvɪmbi</phoneme>
    <alias>suh-vimby</alias>
  </lexeme>
  <!-- CMUdict: SH L EH1 S IH0 N JH ER0 -->
  <lexeme>
    <grapheme>Schlesinger</grapheme>
    <phoneme>ˈʃlɛsɪndʒər</phoneme>
    <alias>shlessinjer</alias>
  </lexeme>
  <!-- CMUdict: S K OW1 K R AO2 F T -->
  <lexeme>
    <grapheme>Scowcroft</grapheme>
    <phoneme>ˈskoʊkrɔːft</phoneme>
    <alias>skohcroft</alias>
  </lexeme>
  <!-- CMUdict: S AH0 L AE1 S IY0 -->
  <lexeme>
    <grapheme>Selassie</grapheme>
    <phoneme>səˈlæsi</phoneme>
    <alias>suh-lassy</alias>
  </lexeme>
  <!-- CMUdict: SH EH2 V ER0 D N AA1 D Z IY0 -->
  <lexeme>
    <grapheme>Shevardnadze</grapheme>
    <phoneme>ʃɛvərdˈnɑːdzi</phoneme>
    <alias>shevvernahdzee</alias>
  </lexeme>
  <!-- CMUdict: S IY1 AH0 N UH2 K -->
  <lexeme>
    <grapheme>Sihanouk</grapheme>
    <phoneme>ˈsiːənʊk</phoneme>
    <alias>see-anook</alias>
  </lexeme>
  <!-- CMUdict: S IY1 S K OW0 -->
  <lexeme>
    <grapheme>Sisco</grapheme>
    <phoneme>ˈsiːskoʊ</phoneme>
    <alias>seesco</alias>
  </lexeme>
  <!-- CMUdict: S AO1 R EH0 S -->
  <lexeme>
    <grapheme>Soares</grapheme>
    <phoneme>ˈsɔːrɛs</phoneme>
    <alias>sore-ess</alias>
  </lexeme>
  <!-- as Souvanna Phouma -->
  <lexeme>
    <grapheme>Souvanna</grapheme>
    <phoneme>suːˈvɑːnɑː</phoneme>
  </lexeme>
  <!-- Columbia Electronic Encyclopedia, 6th ed.: so͞oväˈnä fo͞oˈmä -->
  <lexeme>
    <grapheme>Souvanna Phouma</grapheme>
    <phoneme>suːˈvɑːnɑː ˈfuːmɑː</phoneme>
  </lexeme>
  <!-- Columbia Electronic Encyclopedia, 6th ed.: tyo͞o -->
  <lexeme>
    <grapheme>Thieu</grapheme>
    <phoneme>ˈtjuː</phoneme>
    <alias>tew</alias>
  </lexeme>
  <!-- CMUdict: T AO0 R IY1 OW0 S -->
  <lexeme>
    <grapheme>Torrijos</grapheme>
    <phoneme>tɔːˈriːoʊs</phoneme>
    <alias>tor-ree-ose</alias>
  </lexeme>
  <!-- CMUdict: T R UW0 HH IY1 OW0 -->
  <lexeme>
    <grapheme>Trujillo</grapheme>
    <phoneme>truːˈhiːoʊ</phoneme>
    <alias>troo-hee-oh</alias>
  </lexeme>
  <!-- CMUdict: UW1 S T IH0 N AA0 V -->
  <lexeme>
    <grapheme>Ustinov</grapheme>
    <phoneme>ˈuːstɪnɑːv</phoneme>
    <alias>oostinov</alias>
  </lexeme>
  <!-- CMUdict: V AA1 N IH0 K -->
  <lexeme>
    <grapheme>Vanik</grapheme>
    <phoneme>ˈvɑːnɪk</phoneme>
    <alias>vahnick</alias>
  </lexeme>
  <!-- CMUdict: V ER0 W AO1 R D -->
  <lexeme>
    <grapheme>Verwoerd</grapheme>
    <phoneme>vərˈwɔːrd</phoneme>
    <alias>ver-word</alias>
  </lexeme>
  <!-- Columbia Electronic Encyclopedia, 6th ed.: vĭshēnˈskē -->
  <lexeme>
    <grapheme>Vishinsky</grapheme>
    <grapheme>Vyshinsky</grapheme>
    <phoneme>vɪˈʃiːnski</phoneme>
  </lexeme>
  <!-- CMUdict: V L AE2 D IH0 V AO1 S T AA0 K -->
  <lexeme>
    <grapheme>Vladivostok</grapheme>
    <phoneme>vlædɪˈvɔːstɑːk</phoneme>
  </lexeme>
  <!-- CMUdict: V AO0 R AA1 N T S AA2 V -->
  <lexeme>
    <grapheme>Vorontsov</grapheme>
    <phoneme>vɔːˈrɑːntsɑːv</phoneme>
  </lexeme>
  <!-- CMUdict: W AY1 N B ER0 G ER0 -->
  <lexeme>
    <grapheme>Weinberger</grapheme>
    <phoneme>ˈwaɪnbərɡər</phoneme>
    <alias>wine-burger</alias>
  </lexeme>
  <!-- CMUdict: Y AO1 L T AH0 -->
  <lexeme>
    <grapheme>Yalta</grapheme>
    <phoneme>ˈjɔːltə</phoneme>
    <alias>yawlta</alias>
  </lexeme>
  <!-- as Mao Zedong -->
  <lexeme>
    <grapheme>Zedong</grapheme>
    <phoneme>zəˈdʊŋ</phoneme>
    <alias>zuh-doong</alias>
  </lexeme>
</lexicon>
