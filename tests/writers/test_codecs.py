import pytest

from readaloud.errors import UsageError
from readaloud.settings import Settings
from readaloud.writers import codecs
from readaloud.writers.codecs import AAC, MP3, OPUS, bitrate, check


@pytest.mark.parametrize(
    ("format", "given", "rate", "message", "tip"),
    [
        ("mp3", Settings(bitrate=500), 0, "MP3 has 16 to 320 kbit/s, not 500.", "Choose --bitrate 320."),
        ("mp3", Settings(bitrate=8), 0, "not 8", "Choose --bitrate 16."),
        ("mp3-chapters", Settings(bitrate=192), 22050, "160 kbit/s at 22,050 samples", "160, or --sample-rate 44100."),
        ("mp3", Settings(bitrate=192, sample_rate=22050), 0, "160 kbit/s at 22,050 samples", "--sample-rate 44100"),
        ("mp3", Settings(bitrate=192, style="dramatic"), 44100, "160 kbit/s at 44,100 samples a second for each", "160."),
        ("m4b", Settings(bitrate=200), 22050, "AAC has 16 to 132 kbit/s at 22,050", "44100"),
        ("m4b", Settings(bitrate=400), 0, "not 400", "288"),
        ("opus", Settings(bitrate=300), 22050, "Opus has 8 to 256 kbit/s, not 300.", "256."),
        ("opus", Settings(sample_rate=44100), 0, "always has 48,000", "run of its own"),
        ("mp3", Settings(sample_rate=96000), 0, "no rate of 96000", "48000"),
    ],
)  # fmt: skip
def test_what_a_format_cannot_have_is_told_with_what_it_can(
    format: str, given: Settings, rate: int, message: str, tip: str
) -> None:
    with pytest.raises(UsageError) as caught:
        check(format, given, rate)
    assert message in caught.value.message and tip in caught.value.tip


@pytest.mark.parametrize("format", [*codecs.OF_FORMAT, "print", "anything"])
@pytest.mark.parametrize("rate", [0, 8000, 22050, 48000])
def test_the_defaults_are_never_refused(format: str, rate: int) -> None:
    check(format, Settings(), rate)
    check(format, Settings(style="dramatic"), rate)


def test_lossless_formats_have_any_rate_and_no_bit_rate() -> None:
    for format in ("flac", "wav"):
        check(format, Settings(bitrate=9999, sample_rate=96000))


@pytest.mark.parametrize(
    ("codec", "rate", "given", "expected"),
    [
        (MP3, 44100, Settings(bitrate=320), 320),
        (MP3, 22050, Settings(bitrate=192), 160),
        (MP3, 22050, Settings(), 64),
        (MP3, 8000, Settings(style="dramatic"), 32),
        (AAC, 8000, Settings(), 48),
        (OPUS, 48000, Settings(bitrate=4), 8),
    ],
)
def test_a_bit_rate_that_the_rate_lacks_is_brought_down(
    codec: codecs.Codec, rate: int, given: Settings, expected: int
) -> None:
    assert bitrate(codec, rate, given) == expected
