#!/usr/bin/env python3
"""Makes pinyin.txt and compatibility.txt from Debian's unicode-data (see README.md). Run it in this folder."""
import bz2
import re
import unicodedata

FIRST, LAST = 0x3400, 0x9FFF  # extension A and the basic block; rarer planes are looked up by nobody
UNIHAN = "/usr/share/unicode/Unihan_Readings.txt.bz2"


def syllable(reading):
    """zhòng -> zhong, lǜ -> lv (as people type it)."""
    plain = "".join(c for c in unicodedata.normalize("NFD", reading) if c not in "\u0300\u0301\u0304\u030c\u0302")
    plain = unicodedata.normalize("NFC", plain).replace("ü", "v").replace("ê", "e")
    return plain if re.fullmatch("[a-z]+", plain) else None


def pinyin():
    """One line: the syllables; then one syllable number in base 36 (two characters, '--' for none) per character."""
    readings = {}
    for line in bz2.open(UNIHAN, "rt", encoding="utf-8"):
        parts = line.rstrip("\n").split("\t")
        if len(parts) == 3 and parts[1] == "kMandarin":
            readings[int(parts[0][2:], 16)] = syllable(parts[2].split()[0])
    found = {code: s for code, s in readings.items() if FIRST <= code <= LAST and s}
    syllables = sorted(set(found.values()))
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    number = {s: digits[i // 36] + digits[i % 36] for i, s in enumerate(syllables)}
    with open("pinyin.txt", "w", encoding="ascii", newline="\n") as out:
        out.write(" ".join(syllables) + "\n")
        for row in range(FIRST, LAST + 1, 64):
            cells = (number[found[c]] if c in found else "--" for c in range(row, min(row + 64, LAST + 1)))
            out.write("".join(cells) + "\n")


def compatibility():
    """Full-width, circled, squared, vertical and doubly coded characters with their plain form (NFKC)."""
    with open("compatibility.txt", "w", encoding="utf-8", newline="\n") as out:
        for code in range(0x80, 0x10000):
            c = chr(code)
            arabic = 0xFB50 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFE
            if 0xD800 <= code <= 0xDFFF or 0xAC00 <= code <= 0xD7A3 or arabic:
                continue
            plain = unicodedata.normalize("NFKC", c)
            if plain != c:
                out.write(f"{code:04X} {plain}\n")


pinyin()
compatibility()
