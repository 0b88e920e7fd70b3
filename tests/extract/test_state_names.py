"""States' names in six languages: case forms, prefixes, everyday names, and what is no State."""

from __future__ import annotations

import csv

import pytest

from pipelines.contract.languages import LANGUAGES
from pipelines.extract.versions.names import find_states, official_names
from pipelines.workspace.paths import DATAPACKAGE

STATES = [row["state_iso3"] for row in csv.DictReader((DATAPACKAGE / "codes" / "states.csv").read_text().splitlines())]

# Language, sentence, and what it names, as written.
SENTENCES = [
    ("fr", "L’Argentine a indiqué que la Côte d'Ivoire l’avait aidée.", "ARG Argentine, CIV Côte d'Ivoire"),
    ("fr", "Le Royaume-Uni de Grande-Bretagne et d’Irlande du Nord", "GBR whole"),
    ("fr", "Selon la Guinée-Bissau, la Papouasie-Nouvelle-Guinée et la Guinée", "GNB, PNG, GIN"),
    ("fr", "LA RÉPUBLIQUE DEMOCRATIQUE DU CONGO ET LA TURQUIE", "COD, TUR"),
    ("fr", "L’Inde2 et les États-Unis³", "IND Inde, USA États-Unis"),
    ("fr", "le golfe de Guinée, l’Irlande du Nord, les autorités brésiliennes, Franceville", ""),
    ("es", "El Perú, la República Bolivariana de Venezuela y EE.UU.", "PER, VEN whole, USA EE.UU."),
    ("es", "Nueva\nZelandia, Pe\u00adrú y Peru\u0301", "NZL Nueva\nZelandia, PER Pe\u00adrú, PER Peru\u0301"),
    ("es", "la Ciudad de México, el golfo de México, los peruanos", ""),
    (
        "ru",
        "В Российской Федерации и в Соединённых Штатах Америки",
        "RUS Российской Федерации, USA Соединённых Штатах Америки",
    ),
    ("ru", "Кот-д'Ивуаром, Гвинеи-Бисау, Шри-Ланке, Объединенными Арабскими Эмиратами", "CIV, GNB, LKA, ARE"),
    ("ru", "Республики Молдовы и Республики Молдова, Чада, Филиппин", "MDA, MDA, TCD, PHL"),
    ("ru", "перуанский закон, Перуанский закон, Группа 77 и Китай", ""),
    ("ar", "وأفادت الأرجنتين بأن للأردن ولمصر وبالمغرب", "ARG الأرجنتين, JOR للأردن, EGY مصر, MAR المغرب"),
    ("ar", "المملكة العربية السعودية وكوبا وفرنسا", "SAU whole, CUB كوبا, FRA فرنسا"),
    ("ar", "ﺍﻷﺭﺟﻨﺘﻴﻦ وعُمان واليابــان", "ARG ﺍﻷﺭﺟﻨﺘﻴﻦ, OMN عُمان, JPN اليابــان"),
    ("zh", "美利坚合众国、几内亚比绍、巴布亚新几内亚、刚果民主共和国、索马里", "USA, GNB, PNG, COD, SOM"),
    ("zh", "哥斯达 黎加报告说，中国", "CRI 哥斯达 黎加, CHN 中国"),
    ("zh", "发展中国家和南美国家", ""),
    ("en", "Brazil and the Republic of Korea, Northern Ireland, the Brazilian law", "BRA, KOR"),
]


@pytest.mark.parametrize(("language", "text", "expected"), SENTENCES)
def test_names_are_found_as_they_are_printed(language: str, text: str, expected: str) -> None:
    found = find_states(text, language)
    wanted = [w.partition(" ") for w in expected.split(", ")] if expected else []
    assert [named.iso3 for named in found] == [code for code, _, _ in wanted]
    for named, (_, _, name) in zip(found, wanted, strict=True):
        assert name in {"", "whole", text[named.start : named.end]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_one_official_name_and_is_found_by_it(language: str) -> None:
    names = official_names(language)
    assert sorted(names) == sorted(STATES)
    for iso3, name in names.items():
        assert {named.iso3 for named in find_states(f"— {name}。", language)} == {iso3}, name
