"""Names of States in English text and in six languages: case forms, prefixes, everyday names, and what is no State."""

from __future__ import annotations

import csv
import shutil
import unicodedata
from typing import TYPE_CHECKING

import pytest

from pipelines.contract.languages import LANGUAGES
from pipelines.extract.reading.groups import Groups, groups_of
from pipelines.extract.reading.tokens import sentences_of, tokens_of
from pipelines.extract.states import state_forms
from pipelines.extract.versions.names import find_states, official_names
from pipelines.workspace.paths import DATAPACKAGE
from tests.contents import read_csv
from tests.extract.golden_language import ROOT, english

if TYPE_CHECKING:
    from pathlib import Path

CODES = ROOT / "datapackage" / "codes"


def found(text: str) -> list[tuple[str, str]]:
    """The States named in a text, those inside other names left out."""
    grammar = english().grammar
    tokens = tokens_of(text, grammar)
    names = []
    for first, last in sentences_of(tokens, grammar):
        groups = groups_of(tokens, first, last, grammar)
        named = [(at, name) for at, names in groups.states.items() for name in names]
        names += [
            (iso3, text[slice(*tokens.span(token, token + 1))]) for at, (iso3, token) in named if _is_itself(groups, at)
        ]
    return names


def _is_itself(groups: Groups, at: int) -> bool:
    return groups.kinds[at] != "mention-of"


def test_the_code_list_holds_every_member_state_and_the_other_parties_with_well_formed_codes() -> None:
    states = read_csv(CODES / "states.csv")
    codes = [row["state_iso3"] for row in states]
    assert len(codes) == len(set(codes)) == 193 + 5
    assert {"VAT", "PSE", "EUE", "COK", "NIU"} <= set(codes)
    assert codes == sorted(codes)
    for row in states:
        assert len(row["state_iso3"]) == 3
        assert len(row["state_iso2"]) == 2
        assert row["region"]
        assert (row["m49"] == "") == (row["state_iso3"] == "EUE")
        assert row["m49"] == "" or (len(row["m49"]) == 3 and row["m49"].isdigit())
    assert len({row["state_iso2"] for row in states}) == len({row["m49"] for row in states}) == 198


def test_every_form_of_every_name_is_found_whole_in_running_text_in_lists_and_in_capitals() -> None:
    forms = [(row["state_iso3"], row["state_name"]) for row in read_csv(CODES / "states.csv")]
    forms += [
        (row["state_iso3"], row["name"]) for row in read_csv(CODES / "state-names.csv") if row["kind"] != "demonym"
    ]
    wrong = []
    for iso3, name in forms:
        bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
        for form in (name, bare, name.replace("’", "'"), name.upper()):
            for text in (form, f"The meeting heard the {form}, and others.", f"Chile, {form} and Peru"):
                expected = (
                    [("CHL", "Chile"), (iso3, form), ("PER", "Peru")] if text.startswith("Chile, ") else [(iso3, form)]
                )
                if found(text) != expected:
                    wrong.append((text, found(text)))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Niger and Nigeria", "NER NGA"),
        ("Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea", "GIN GNB GNQ PNG"),
        ("the Congo and the Democratic Republic of the Congo", "COG COD"),
        ("Dominica and the Dominican Republic", "DMA DOM"),
        ("the Republic of Korea and the Democratic People’s Republic of Korea", "KOR PRK"),
        ("Ireland and the United Kingdom of Great Britain and Northern Ireland", "IRL GBR"),
        ("Northern Ireland", ""),
        ("South Sudan and the Sudan", "SSD SDN"),
        ("Bosnia and Herzegovina, Trinidad and Tobago and Antigua and Barbuda", "BIH TTO ATG"),
        ("Guinea-\nBissau, San\nMarino, United Kingdom of Great\nBritain and Northern Ireland", "GNB SMR GBR"),
        ("Viet  Nam and Sri\u00a0Lanka", "VNM LKA"),
        ("Guinea‑Bissau and Timor‑Leste", "GNB TLS"),
        ("Kenya's courts, the Bahamas’ registry and Laos’s law", "KEN BHS LAO"),
        ("ARMENIA (THIRD MEETING)", "ARM"),
        ("CÔTE D’IVOIRE (NINTH MEETING)", "CIV"),
        ("Argentina Brazil Chile", "ARG BRA CHL"),
        ("Georgia, Jordan and Chad", "GEO JOR TCD"),
        ("Mr. Jordan, Ms. Georgia Smith, Michael Jordan and Chad Brown", ""),
        ("Lake Chad, the Jordan Valley, the Niger Delta, the Congo Basin and the Gulf of Guinea", ""),
        ("the Panama Papers, Kuwait City, Air Malta and the Mexico Declaration", ""),
        ("Iraq-Kuwait relations, Qatar-funded projects and the Iran–Iraq war", ""),
        ("New Mexico, the State of Georgia and Hong Kong, China", ""),
        ("the Group of 77 and China", ""),
        ("turkey, china, chad and guinea pigs", ""),
        ("visit kenya.com or Kenya.gov", ""),
        ("In January Kenya, similarly Ghana", "KEN GHA"),
        ("Recently Kenya and Both Ghana", "KEN GHA"),
        ("Zaire, Burma and Swaziland", "COD MMR SWZ"),
        ("the Holy See, the State of Palestine, Palestine and the EU", "VAT PSE PSE EUE"),
    ],
)
def test_a_name_is_told_from_its_neighbours_and_from_the_same_word_in_other_names(text: str, expected: str) -> None:
    assert " ".join(iso3 for iso3, _ in found(text)) == expected


def test_the_article_and_the_possessive_ending_are_no_part_of_a_mention() -> None:
    text = "the State of Qatar’s portal, the Netherlands"
    assert found(text) == [("QAT", "State of Qatar"), ("NLD", "Netherlands")]


def test_a_form_that_is_given_to_two_states_is_refused(tmp_path: Path) -> None:
    shutil.copy(CODES / "states.csv", tmp_path)
    (tmp_path / "state-names.csv").write_text("state_iso3,name,kind\nCHL,Peru,variant\n", "utf-8")
    with pytest.raises(ValueError, match="'Peru' is given to PER and to CHL"):
        state_forms(tmp_path, "en")


def test_an_adjective_is_no_name_and_with_a_capital_it_stands_in_one() -> None:
    forms = state_forms(CODES, "es")
    assert (forms["Argentina"], forms["argentina"]) == (("ARG", "name"), ("ARG", "demonym"))
    assert "sueca" in forms
    assert "Sueca" not in forms  # "la Academia Sueca"


def test_an_adjective_of_two_states_names_neither() -> None:
    assert not {"Congolese", "Korean", "Dominican"} & state_forms(CODES, "en").keys()


STATES = [row["state_iso3"] for row in csv.DictReader((DATAPACKAGE / "codes" / "states.csv").read_text().splitlines())]

# Language, sentence, and what it names, as written.
SENTENCES = [
    ("fr", "L’Argentine a indiqué que la Côte d'Ivoire l’avait aidée.", "ARG Argentine, CIV Côte d'Ivoire"),
    ("fr", "Le Royaume-Uni de Grande-Bretagne et d’Irlande du Nord", "GBR whole"),
    ("fr", "Selon la Guinée-Bissau, la Papouasie-Nouvelle-Guinée et la Guinée", "GNB, PNG, GIN"),
    ("fr", "LA RÉPUBLIQUE DEMOCRATIQUE DU CONGO ET LA TURQUIE", "COD, TUR"),
    ("fr", "L’Inde2 et les États-Unis³", "IND Inde, USA États-Unis"),
    ("fr", "le golfe de Guinée, le Golfe de Guinée, l’Irlande du Nord, les autorités brésiliennes, Franceville", ""),
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
    ("ru", "перуанский закон, Перуанский закон, Группа 77 и Китай, Озеро Чад, озеро Чад", ""),
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
