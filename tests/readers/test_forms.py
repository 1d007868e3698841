"""Forms of labels and of documents with and without dialogue, each in a few lines."""

from __future__ import annotations

import pytest

from readaloud.readers.base import Choice, Raw
from readaloud.readers.transcript.plaintext import PlainText
from tests.readers.ledger import assert_whole

FORMS: dict[str, tuple[str, str]] = {
    "secretary rusk": (
        "Secretary Rusk|Mr. Bundy|Secretary Rusk|Mr. Bundy",
        "12. Memorandum of Conversation1\n\nSUBJECT\n\n  * Laos\n\nSecretary Rusk: What is the situation?\n\nMr. Bundy: It is bad.\n\nSecretary Rusk: Here are the conditions: they must leave, and they must leave now.\n\nWe will not bargain.\n\nMr. Bundy: I agree.\n\n  1. Source: Department of State.\n",
    ),
    "initials HAK RN": (
        "HAK|RN|HAK|RN",
        "45. Transcript of a Telephone Conversation Between President Nixon and the President’s Assistant (Kissinger)\n\nHAK: Mr. President.\n\nRN: Yes, Henry.\n\nHAK: I talked to him.\n\nRN: Good.\n",
    ),
    "initials N K unknown": (
        "N|K|N|K|N",
        "Telephone Conversation\n\nN: Hello.\n\nK: Hello.\n\nN: I think so.\n\nK: All right.\n\nN: Bye.\n",
    ),
    "fullstop KD": (
        "K|D|K|D|K|D",
        "151. Transcript of Telephone Conversation Between Soviet Ambassador Dobrynin and Secretary of State Kissinger1\n\nK. Anatoly.\n\nD. Henry, I have a request.\n\nK. Which is what?\n\nD. Could you give me part of your presentation today on Foreign Affairs.2 The Chairman was talking.\n\nK. I made a very impassioned defense.\n\nD. Good.\n\n  1. Source: National Archives.\n  2. Kissinger met that day with the Senate.\n",
    ),
    "press conf QA": (
        "Q|A|Q|A|Q|A",
        "Press Conference of March 3\n\nQ. Mr. President, what is your view?\n\nA. My view is simple.\n\nIt has not changed.\n\nQ. Will you go to China?\n\nA. No. I will not.\n\nQ. Why not?\n\nA. I said so.\n",
    ),
    "press conf president": (
        "Q|THE PRESIDENT|Q|THE PRESIDENT",
        "The President's News Conference\n\nTHE PRESIDENT'S GOOD\n\nQ. Mr. President, what is your view of the treaty?\n\nTHE PRESIDENT. My view is simple. We shall sign.\n\nQ. When?\n\nTHE PRESIDENT. Tomorrow. The date is set.\n",
    ),
    "hearing": (
        "The CHAIRMAN|Secretary KISSINGER|Senator CHURCH|Secretary KISSINGER|The CHAIRMAN",
        "Hearing Before the Committee on Foreign Relations\n\nThe CHAIRMAN. The committee will come to order.\n\nSecretary KISSINGER. Thank you, Mr. Chairman. I have a statement.\n\nThe United States has an interest.\n\nSenator CHURCH. Mr. Secretary, may I ask a question?\n\nSecretary KISSINGER. Please.\n\nThe CHAIRMAN. We will recess.\n\n[Recess.]\n",
    ),
    "oral history": (
        "INTERVIEWER|SMITH|INTERVIEWER|SMITH",
        "Oral History Interview with John Smith\n\nINTERVIEWER: Where were you born?\n\nSMITH: In Ohio. My father was a farmer.\n\nHe had forty acres.\n\nINTERVIEWER: And then?\n\nSMITH: (laughs) Then I left.\n",
    ),
    "speaker n": (
        "Speaker 1|Speaker 2|Speaker 1|Speaker 2",
        "Meeting recording\n\nSpeaker 1: Shall we start?\n\nSpeaker 2: Yes.\n\nSpeaker 1: [inaudible] the budget.\n\nSpeaker 2: Okay.\n",
    ),
    "interpreter": (
        "Amb. Dobrynin|Mr. Gromyko (through interpreter)|The President|Mr. Gromyko (through interpreter)|Amb. Dobrynin",
        "9. Memorandum of Conversation\n\nAmb. Dobrynin: May I begin?\n\nMr. Gromyko (through interpreter): We propose a date.\n\nThe President: Which date?\n\nMr. Gromyko (through interpreter): May 1.\n\nAmb. Dobrynin: Good.\n",
    ),
    "underscored": (
        "K|D|K|D",
        "Telcon\n\n_K_: Hello.\n\n_D_: Hello, _Henry_.\n\n_K_: How are you?\n\n_D_: Fine.\n",
    ),
    "bold markdown": (
        "John|Mary|John|Mary",
        "An Interview\n\n**John:** Hello.\n\n**Mary:** Hello. I was in *Rome* last year.\n\n**John:** Where?\n\n**Mary:** Rome.\n",
    ),
    "own line": (
        "MR. NITZE|GENERAL BRADLEY|MR. NITZE|GENERAL BRADLEY",
        "Minutes of the Meeting\n\nMR. NITZE:\n\nWe have one more question.\n\nGENERAL BRADLEY:\n\nGo ahead.\n\nMR. NITZE:\n\nThank you.\n\nGENERAL BRADLEY:\n\nYes.\n",
    ),
    "own line nocolon": (
        "MR. NITZE|GENERAL BRADLEY|MR. NITZE|GENERAL BRADLEY",
        "Minutes of the Meeting of March 4\n\nMR. NITZE\nWe have one more question.\n\nGENERAL BRADLEY\nGo ahead. I am listening.\n\nMR. NITZE\nThank you.\n\nGENERAL BRADLEY\nYes.\n",
    ),
    "one paragraph": (
        "K|D|K|D|K|D",
        "Telephone Call\n\nK: Hello. D: Hi.\n\nK: How are you? D: Fine.\n\nK: Good.\n\nD: Bye.\n",
    ),
    "letter": (
        "",
        "My Dear Mr. Secretary: On that day I promised to write.\n\nSUBJECT: The treaty\n\nDATE: May 3, 1961\n\nHere are the conditions: one, two, three.\n\nSincerely,\n\nJohn Foster Dulles\n",
    ),
    "memo options": (
        "",
        "Memorandum for the President\n\nSUBJECT: Options on Laos\n\nOption 1: Do nothing.\n\nPros: It is cheap. It is popular.\n\nCons: It will not work.\n\nOption 2: Send troops.\n\nPros: It may work. It shows resolve.\n\nCons: It is dear.\n\nRecommendation: Option 2.\n\nEurope: The allies will agree.\n\nAsia: They will not.\n",
    ),
    "memo enumerated": (
        "",
        "Paper Prepared in the Department\n\nA. Objectives. We want peace.\n\nB. Means. We have few.\n\nC. Allies. Some.\n\nA. Background. We were there before.\n\nB. Present. We are there.\n\nC. Future. Who knows.\n",
    ),
    "telegram numbered": (
        "",
        "113. Telegram From the Embassy in Laos to the Department of State\n\n1. Saw Prime Minister today. He said: we must go on.\n\n2. Prime Minister: tired, but firm.\n\n3. Comment: I think he will stay.\n\nUnger\n",
    ),
    "editorial note quote": (
        "Nixon|Haig|Nixon",
        "14. Editorial Note\n\nOn May 4, the President spoke with Haig. The following is an excerpt:\n\nNixon: “What did he say?”\n\nHaig: “He said no.”\n\nNixon: “Well. [unclear] That’s that.”\n\nThe President later told Kissinger the story. (National Archives)\n",
    ),
    "teletype": (
        "Washington|Saigon|Washington|Saigon",
        "Teletype Conference\n\nWashington: Are you there?\n\nSaigon: Yes.\n\nWashington: Please proceed.\n\nSaigon: The coup has begun.\n",
    ),
    "voice": (
        "KISSINGER|VOICE|KISSINGER|OPERATOR|VOICE",
        "Telephone\n\nKISSINGER: Hello?\n\nVOICE: One moment please.\n\nKISSINGER: All right.\n\nOPERATOR: Go ahead.\n\nVOICE: Hello?\n",
    ),
    "hereafter": (
        "McNamara [hereafter McN]|LBJ|McN|LBJ|McN",
        "Notes of a Meeting With President Johnson\n\nMcNamara [hereafter McN]: We need more men.\n\nLBJ: How many?\n\nMcN: Fifty thousand.\n\nLBJ: Too many.\n\nMcN: Then forty.\n",
    ),
    "stage mid": (
        "Mr. A|Mr. B|Mr. A|Mr. B",
        "Minutes\n\nMr. A: Good morning.\n\nMr. B: Good morning.\n\n(At this point Mr. C entered the room.)\n\nMr. A: Sit down.\n\nAt this point the meeting was adjourned for lunch.\n\nMr. B: Let us go on.\n\nThe meeting ended at 5 p.m.\n",
    ),
    "president with office": (
        "The Prime Minister|The President|The Prime Minister|The Secretary of State|The President",
        "Memorandum of Conversation\n\nThe Prime Minister: I thank you.\n\nThe President: We are glad.\n\nThe Prime Minister: May I ask a question?\n\nThe Secretary of State: Please.\n\nThe President: Yes.\n",
    ),
    "congressional record": (
        "Mr. SMITH of New Jersey|The SPEAKER pro tempore|Mr. SMITH of New Jersey|Ms. LEE",
        "Congressional Record\n\nMr. SMITH of New Jersey. Mr. Speaker, I yield myself such time.\n\nI rise today.\n\nThe SPEAKER pro tempore. The gentleman is recognized.\n\nMr. SMITH of New Jersey. I thank the gentleman.\n\nMs. LEE. Mr. Speaker, I object.\n",
    ),
    "trial QA with lines": (
        "Q|A|Q|A|THE COURT|Q",
        "Testimony\nQ. State your name.\nA. John Doe.\nQ. Where do you live?\nA. In Boston.\nTHE COURT: Speak up.\nQ. Thank you.\n",
    ),
    "german": (
        "Müller|Schmidt|Müller|Schmidt",
        "Gespräch\n\nMüller: Guten Tag.\n\nSchmidt: Guten Tag.\n\nMüller: Wie geht es Ihnen?\n\nSchmidt: Gut.\n",
    ),
    "podcast times": (
        "Anna|Ben|Anna|Ben",
        "Episode 12\n\nAnna: [00:00:01] Welcome.\n\nBen: [00:00:04] Thanks.\n\nAnna: [00:00:09] So.\n\nBen: [00:00:11] Yes.\n",
    ),
    "joint": (
        "Kissinger|Colby|Kissinger|Colby|Kissinger and Colby|Kissinger|Messrs. Colby and Sisco",
        "Minutes\n\nKissinger: Yes?\n\nColby: No.\n\nKissinger: Why?\n\nColby: Hm.\n\nKissinger and Colby: Incredible.\n\nKissinger: Well.\n\nMessrs. Colby and Sisco: We agree.\n",
    ),
    "verb": (
        "DR|LBJ|DR responds|LBJ|DR",
        "Notes of Meeting With President Johnson\n\nDR: We must.\n\nLBJ: Why?\n\nDR responds: because.\n\nLBJ: I see.\n\nDR: Good.\n",
    ),
    "to": (
        "Kissinger [to Nixon]|Nixon|Kissinger|Nixon (to Kissinger)",
        "Conversation Among Nixon, Kissinger, and Haig\n\nKissinger [to Nixon]: Yes, sir.\n\nNixon: What?\n\nKissinger: It is done.\n\nNixon (to Kissinger): Good.\n",
    ),
    "reported topics": (
        "",
        "Memorandum of Conversation\n\nThe Secretary said that Europe was calm.\n\nMiddle East: The Secretary asked about Egypt. Ambassador Smith said it was calm.\n\nVietnam: There was a short discussion.\n\nTrade: The Ambassador hoped for more.\n",
    ),
    "mr president label": (
        "Mr. President|Senator Fulbright|Mr. President|Senator Fulbright",
        "Notes of Meeting\n\nMr. President: What is your view?\n\nSenator Fulbright: I am opposed.\n\nMr. President: Why?\n\nSenator Fulbright: It is wrong.\n",
    ),
    "vocative para": (
        "Mr. Brown|The Secretary|Mr. Brown",
        "Memorandum of Conversation\n\nMr. Brown: I have two points.\n\nOne other point, Mr. Secretary: the wheat.\n\nMr. Secretary: please consider it.\n\nThe Secretary: I will.\n\nMr. Brown: Thank you.\n",
    ),
    "dashes": (
        "Mr. Balfour|Mr. Lansing|Mr. Balfour|Mr. Lansing",
        "Record of a Conversation\n\nMr. Balfour.—I think it is so.\n\nMr. Lansing.—It is not.\n\nMr. Balfour.—Indeed?\n\nMr. Lansing.—Yes.\n",
    ),
    "caps names no colon blank": (
        "",
        "REPORT\n\nSUMMARY\n\nWe looked at it.\n\nFINDINGS\n\nWe found it.\n\nSUMMARY\n\nWe did.\n",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_labels_of(form: str) -> None:
    want, text = FORMS[form]
    document = PlainText().read(Raw("form.txt", text.encode()), Choice())
    assert_whole(document, text.encode())
    assert "|".join(block.label for block in document.parts[0].blocks if block.label is not None) == want
