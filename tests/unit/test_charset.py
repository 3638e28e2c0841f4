import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.charset import decode, label, legibility
from extractors.plain import plain

HANS = "焊接工作室两年攻下难题9个，改进夹具14套，节约材料费36万元，带出高级工5名。"
HANT = "焊接工作室兩年攻下難題9個，改進夾具14套，節約材料費36萬元，帶出高級工5名。"


@pytest.mark.parametrize("text", [HANS, HANT, HANT[:5], HANS[:4], "名单", "專利證書"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
@pytest.mark.parametrize("declared", ["", "gb2312", "big5", "utf-8", "no-such-charset"])
def test_chinese_is_read_whatever_its_charset_and_whatever_is_declared(text: str, charset: str, declared: str) -> None:
    decoded = decode(text.encode(charset), declared)
    assert (decoded.text, decoded.replaced) == (text, 0)


@pytest.mark.parametrize("text", [HANT, HANT[:5], "專利證書", "名冊"])
@pytest.mark.parametrize("declared", ["", "gb2312", "utf-8"])
def test_big5_is_told_from_gb18030(text: str, declared: str) -> None:
    assert decode(text.encode("big5"), declared)[:2] == (text, "cp950")


@pytest.mark.parametrize("text", [HANS, HANT])
@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf16_is_read_without_a_mark(text: str, charset: str) -> None:
    assert decode(text.encode(charset)).text == text
    assert decode(text.replace("，", "").encode(charset) * 900).text == text.replace("，", "") * 900


@pytest.mark.parametrize(
    ("wrong", "right"), [("latin-1", "utf-8"), ("latin-1", "gb18030"), ("latin-1", "big5"), ("gb18030", "utf-8")]
)
def test_a_wrong_reading_that_was_saved_is_undone(wrong: str, right: str) -> None:
    text = "锅炉余热回收利用" if wrong == "gb18030" or right == "gb18030" else "鍋爐餘熱回收利用"
    decoded = decode(text.encode(right).decode(wrong).encode("utf-8"))
    assert decoded.text == text
    assert decoded.double


@pytest.mark.parametrize(
    "text", ["Café à Zürich: naïve résumé", "Ünïcödé ÀÉÎ ñandú", "Привет из мастерской", "×÷±°℃", HANS, HANT]
)
def test_honest_text_is_not_taken_for_a_wrong_reading(text: str) -> None:
    assert decode(text.encode("utf-8"))[:3] == (text, "utf-8", "utf-8")


def test_a_text_cut_inside_a_letter_loses_that_letter_alone() -> None:
    for charset in ("utf-8", "gb18030"):
        decoded = decode(HANS[:-1].encode(charset)[:-1])
        assert decoded.text.startswith(HANS[:-2])
        assert decoded.replaced == 1


def test_western_and_japanese_text_goes_to_the_second_opinion() -> None:
    assert decode("日本語のテキストです。これはテストです".encode("shift_jis")).text == "日本語のテキストです。これはテストです"
    assert decode("Отчёт мастерской за прошлый год".encode("cp1251")).text == "Отчёт мастерской за прошлый год"


def test_the_shared_labels_mean_their_supersets() -> None:
    assert label(" GB2312 ") == label("gbk") == "gb18030"
    assert label("hex") == label("") == label("\0") == ""


def test_a_file_of_noise_is_decoded_without_an_error() -> None:
    assert decode(os.urandom(4000)).text


@given(st.binary(max_size=200), st.sampled_from(["", "utf-8", "gb2312", "utf-16", "idna", "undefined"]))
def test_no_bytes_and_no_label_break_it(data: bytes, declared: str) -> None:
    decoded = decode(data, declared)
    plain(decoded.text).text.encode("utf-8")
    assert 0 <= legibility(decoded.text) <= 1


def test_line_ends_are_made_one_and_unprintable_letters_replaced_and_counted() -> None:
    assert plain("a\r\nb\rc\n\n\td") == ("a\nb\nc\n\n\td", 0)
    assert plain("a\x00b\x0bc\x1f") == ("a\ufffdb\ufffdc\ufffd", 3)
    assert plain("\ud842\udfb7 \ud842 \udfb7") == ("𠮷 \ufffd \ufffd", 2)
