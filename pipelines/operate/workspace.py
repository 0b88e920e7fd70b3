"""What a run works on and with: sources, outputs and declarations.

Here: opening them, and telling whether anything about them is new. Not here: what a stage does; Dagster.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pipelines.archive.intake import Inventory
from pipelines.archive.sources.declared import DocumentFacts, SourcesError, load_document_facts, load_sources
from pipelines.archive.sources.folder import Folder, folder_source
from pipelines.archive.sources.look import INBOX, Look, Source, Watch, remember
from pipelines.archive.sources.source_state import SourceState
from pipelines.archive.store import Archive
from pipelines.contract.tables import Contract, load_contract
from pipelines.extract.corrections import Correction, load_corrections
from pipelines.publish.publication import Publication, load_publication
from pipelines.workspace.engine import Engine
from pipelines.workspace.fingerprint import EXTRACTION, MODEL, PUBLISHING, fingerprint
from pipelines.workspace.lock import acquire
from pipelines.workspace.paths import DEFAULT_OUTPUTS, SQL, Outputs, own_file
from pipelines.workspace.pool import Processes, Runner
from pipelines.workspace.seal import digest_of
from pipelines.workspace.settings import Settings, load_settings
from pipelines.workspace.state import State

# Settings that change nothing about what is published.
_OPERATION = {"fetch", "refresh", "keep", "alerts", "stale_hours", "mirror", "lock_seconds", "spark_master"}


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a person may ask of a run.

    `accept_removals`: digest of the rows that may disappear, as a refusal showed them; empty where none may. `reason`:
    why they may. `date`: day of publication as `YYYY-MM-DD`, empty for that of `publication_day`. `again`: make another
    release also where the latest has the same content, or is damaged. `note_ids`: notes to read again although nothing
    about them is new; `all_again`: that goes for all. `tables`: names of those that are made alone; empty for all.
    """

    accept_removals: str = ""
    reason: str = ""
    date: str = ""
    again: bool = False
    note_ids: Sequence[str] = ()
    all_again: bool = False
    tables: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """From what the latest release was made, so that a run that finds nothing else can stop early.

    `contents`: digest over the documents that the sources gave and all declarations. `files`: digest over their names
    besides. `extraction`: version of the rules of extraction.
    """

    release: str = ""
    contents: str = ""
    files: str = ""
    extraction: str = ""


@dataclass(frozen=True)
class Workspace:
    """Inboxes, outputs and declarations of a run.

    `inboxes`: folders or files; empty for the declared sources. `settings_file`, `sources_file`: in place of what is
    shipped and what the operator declares over it; empty for those. `any_family`: True where what the inboxes hold is
    published whatever family it belongs to. `spark_master`: address of a Spark cluster, in place of the settings'.
    """

    inboxes: Sequence[str] = ()
    outputs_folder: str = str(DEFAULT_OUTPUTS)
    settings_file: str = ""
    sources_file: str = ""
    any_family: bool = False
    spark_master: str = ""

    def fresh(self) -> Workspace:
        """The same workspace, with settings and declarations read anew."""
        return replace(self)

    @cached_property
    def outputs(self) -> Outputs:
        """The folders of the outputs."""
        return Outputs(Path(self.outputs_folder).resolve())

    @cached_property
    def settings(self) -> Settings:
        """How the run works."""
        return load_settings(self.settings_file)

    @property
    def cluster(self) -> str:
        """Address of the Spark cluster that extracts and models; empty where this machine does."""
        return self.spark_master or self.settings.spark_master

    @cached_property
    def contract(self) -> Contract:
        """Tables and columns."""
        return load_contract()

    @cached_property
    def publication(self) -> Publication:
        """Title, licence, publisher and addresses of the dataset."""
        return load_publication()

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """What a person decided about single rows."""
        return load_corrections(None, self.contract)

    @cached_property
    def document_facts(self) -> dict[str, DocumentFacts]:
        """Facts on documents beside their text."""
        return load_document_facts(self.sources_file)

    @cached_property
    def archive(self) -> Archive:
        """The archive of documents."""
        return Archive(self.outputs.archive)

    @cached_property
    def runner(self) -> Runner:
        """Who reads and extracts documents."""
        return Processes(self.settings.processes)

    @cached_property
    def engine(self) -> Engine:
        """What DuckDB may use."""
        return Engine(self.outputs.root / ".spill", self.settings.engine_threads, self.settings.memory)

    @cached_property
    def sources(self) -> list[Source]:
        """Where notes come from.

        Raises:
            SourcesError: from nowhere, from a folder that holds the outputs, or the file can't be meant.
        """
        if self.inboxes:
            sources: list[Source] = [folder_source(Path(i), any_family=self.any_family) for i in self.inboxes]
        else:
            sources = load_sources(self.sources_file)
        if not sources:
            raise SourcesError(
                f"{self.sources_file or own_file('sources.yaml')} lists no source",
                "without one, everything would be withdrawn",
                "Add one below sources, or give --inbox",
            )
        for folder in (Path(source.folder) for source in sources if isinstance(source, Folder)):
            if self.outputs.root.is_relative_to(folder.resolve()):
                raise SourcesError(
                    f"Inbox {folder} holds the outputs, {self.outputs.root}",
                    "what is published would be read as notes",
                    "Name another inbox, or other outputs with --outputs",
                )
        return sources

    @cached_property
    def inventory(self) -> State[Inventory]:
        """The files that the sources gave the archive stage last."""
        return State[Inventory](self.outputs.inventory, Inventory())

    @cached_property
    def remembered(self) -> State[MadeFrom]:
        """From what the latest release was made; where that is lost, one full run finds out."""
        return State[MadeFrom](self.outputs.publish / "made-from.json", MadeFrom())

    @cached_property
    def origins(self) -> State[dict[str, str]]:
        """By checksum, how a person calls the source of each document that the latest release was made from."""
        return State[dict[str, str]](self.outputs.publish / "origins.json", {})

    def called(self, source: str) -> str:
        """How a person calls a source, where nobody gave it a name by its folder."""
        folder = next((s.folder for s in self.sources if s.name == source and isinstance(s, Folder)), "")
        if source.startswith(INBOX):
            return f"inbox {folder}".rstrip()
        return f"source {source} ({folder})" if folder else f"source {source}"

    @cached_property
    def source_state(self) -> SourceState:
        """What is remembered of the sources."""
        return SourceState(self.outputs.archive / "sources")

    def watch(self, fetched: Path | None = None) -> Watch:
        """Who looks at the sources. `fetched`: another folder for bytes, where the outputs must not be touched."""
        archive = Archive(self.outputs.archive, fetched)
        return Watch(self.settings, archive, self.source_state, last=self.inventory.load().items)

    def look(self, *, patient: bool = False) -> list[Look]:
        """Look at the sources and remember what was seen.

        `patient`: leave those in peace that were looked at less than their `every_minutes` ago.

        Raises:
            OSError: what was seen can't be remembered.
        """
        looks = self.watch().look(self.sources, patient=patient)
        remember(self.source_state, looks)
        return looks

    @cached_property
    def looks(self) -> list[Look]:
        """What the sources give: a run asks them once, whoever wants to know.

        Raises:
            OSError: what was seen can't be remembered.
        """
        return self.look()

    def contents_digest(self, checksums: Iterable[str]) -> str:
        """Digest over the documents that the sources give, under whatever names, and all declarations and code."""
        how = self.settings.model_dump_json(exclude=_OPERATION)
        facts = repr((sorted(self.document_facts.items()), sorted(s.name for s in self.sources if s.any_family)))
        declared = [how, facts, repr(self.corrections), self.publication.model_dump_json()]
        return digest_of(EXTRACTION, MODEL, PUBLISHING, fingerprint([SQL]), *declared, *sorted(set(checksums)))

    def files_digest(self, files: Iterable[tuple[str, str, str]]) -> str:
        """Digest over sources, names and checksums of the documents that the sources give."""
        return digest_of(*(" ".join(file) for file in sorted(files)))

    def acquire(self) -> AbstractContextManager[None]:
        """Hold the lock of these outputs meanwhile, against other processes; as often as one likes.

        Raises:
            BusyError: another run did not end in time.
            OutputsError: the outputs can't be written.
        """
        return acquire(self.outputs.root, self.settings.lock_seconds)
