"""Runs tasks on a Dask cluster: the scheduler gives work to its workers, and gives it again when one of them is lost.

Workers share the folder of the collection, where editions and cache are; sources come with the tasks. Before anything
is made each worker is asked for its versions, the folder and the voices: results are the same bytes wherever they are made.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import secrets
import warnings
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from readaloud import __version__
from readaloud.batch import at_worker
from readaloud.batch.executor import TRIES, bounded, lost_outcome
from readaloud.batch.records import FOLDER
from readaloud.batch.work import Outcome, Task
from readaloud.errors import ClusterError, EngineError, ReadaloudError, UsageError
from readaloud.machine import cores
from readaloud.model import Voice
from readaloud.places import CACHE, CACHE_SIZE

TALKING = ("dask", "distributed", "msgpack", "cloudpickle", "tornado")
"""Packages that must be of one version for a cluster to understand itself …"""
SOUNDING = ("av", "espeakng-loader", "lxml", "mutagen", "numpy", "pillow", "pydub", "pyttsx3", "sentencex")
"""… and those that shape the bytes of an edition."""


class DaskExecutor:
    """A cluster that is there (`scheduler`), or one of processes on this machine."""

    def __init__(self, scheduler: str | None, shared: Path, workers: int = 0) -> None:
        """`shared` is the folder of the collection. ClusterError when the cluster cannot be used."""
        try:
            import distributed
        except ImportError:
            raise ClusterError(
                "Dask is not installed, which runs collections on clusters.", tip="pip install 'readaloud[cluster]'"
            ) from None
        self._shared = shared
        self.environment: Mapping[str, str] = {} if scheduler is None else _shared_cache(shared)
        self._stack = contextlib.ExitStack()
        try:
            if scheduler is None:
                # Our workers do their work in processes of their own, so Dask's memory limit would see nothing of it.
                cluster = distributed.LocalCluster(
                    n_workers=workers or cores(), threads_per_worker=1, memory_limit=0, dashboard_address="127.0.0.1:0",
                    silence_logs=50,
                )  # fmt: skip
                self._stack.callback(cluster.close, timeout=10)
            self._client = self._stack.enter_context(_connected(scheduler or cluster.scheduler_address))
            self._check_versions()
            self._check_folder()
        except BaseException:  # Ctrl-C too: a scheduler and its workers would live on
            self.close()
            raise

    @property
    def workers(self) -> int:
        """Threads of all workers that are there right now."""
        return sum(self._client.nthreads().values())

    def processes(self, documents: int) -> int:
        """One: a worker's threads are as many as its cores."""
        return 1

    def prepare(self, voices: tuple[Voice, ...]) -> None:
        """EngineError where a worker lacks a voice or has another version of its engine."""
        versions: dict[str, dict[str, str]] = {}
        for worker, told in self._asked(at_worker.voices_there, voices).items():
            if told.missing:
                one, why = next(iter(told.missing.items()))
                more = f" and {len(told.missing) - 1} more" if len(told.missing) > 1 else ""
                raise EngineError(
                    f"The worker {worker} ({told.host}) lacks the voice {one!r}{more}: {why}",
                    tip="Install it there as it is here (`readaloud voices install`, or READALOUD_VOICES), or take another"
                    f" voice in {self._shared / 'cast.toml'}.",
                )
            for engine, version in told.engines.items():
                versions.setdefault(engine, {}).setdefault(version, f"{worker} ({told.host})")
        for engine, found in versions.items():
            if len(found) > 1:
                (one_version, a), (other, b) = list(found.items())[:2]
                raise EngineError(
                    f"The workers have two versions of the engine {engine!r}: {one_version} on {a}, {other} on {b}.",
                    tip="Install the same one everywhere: the sound would differ.",
                )

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """The outcomes as they come; two tasks for each thread are in flight, so that none waits for the next."""
        return bounded(tasks, self._submitted, lambda: 2 * self.workers)

    def close(self) -> None:
        """Lets go of the cluster, and ends one of our own."""
        with warnings.catch_warnings(), contextlib.suppress(Exception):
            warnings.simplefilter("ignore")
            self._stack.close()

    def _submitted(self, task: Task) -> Future[Outcome]:
        done: Future[Outcome] = Future()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large tasks: a PDF of 20 MB is one, and there are few in flight
            remote = self._client.submit(
                at_worker.performed, task, key=f"readaloud-{task.unit.name}-{secrets.token_hex(4)}", pure=False, retries=TRIES
            )  # fmt: skip

        def arrived(future: Any) -> None:
            try:
                done.set_result(_outcome(task, future))
            except BaseException as error:  # goes to the thread that waits for it
                done.set_exception(error)

        remote.add_done_callback(arrived)
        return done

    # -- is it fit for this? ------------------------------------------------------------------------------------------

    def _check_versions(self) -> None:
        found = self._client.get_versions(packages=list(SOUNDING))
        mine = _wanted(found["client"])
        places: dict[str, tuple[Any, tuple[str, ...]]] = {"the scheduler": (found["scheduler"], TALKING)}
        places |= {f"the worker {at}": (told, (*TALKING, *SOUNDING)) for at, told in found["workers"].items()}
        for place, (told, packages) in places.items():
            theirs = _wanted(told)
            wrong = [
                (name, theirs.get(name), mine.get(name))
                for name in ("python", *packages)
                if theirs.get(name) != mine.get(name)
            ]
            if wrong:
                shown = ", ".join(f"{name} {its or 'missing'} (here {ours})" for name, its, ours in wrong)
                pins = " ".join(f"{name}=={ours}" for name, _, ours in wrong if name != "python")
                fix = f"pip install {pins}" if pins else f"run Python {mine['python']}"
                raise ClusterError(f"{place[0].upper()}{place[1:]} has other versions: {shown}.", tip=f"There: {fix}.")
        for worker, told in self._asked(at_worker.introduced).items():
            if told.version != __version__:
                raise ClusterError(
                    f"The worker {worker} ({told.host}) has readaloud {told.version}, and this is {__version__}.",
                    tip=f"There: pip install readaloud=={__version__}.",
                )

    def _check_folder(self) -> None:
        self._shared.mkdir(parents=True, exist_ok=True)
        probe = self._shared / f".shared-{secrets.token_hex(6)}"
        nonce = secrets.token_hex(8)
        probe.write_text(nonce)
        try:
            for worker, told in self._asked(at_worker.looked, str(probe.resolve())).items():
                if told.read != nonce or not told.writable:
                    what = "does not see" if told.read != nonce else "may not write to"
                    raise ClusterError(
                        f"The worker {worker} ({told.host}) {what} the folder {self._shared.resolve()}.",
                        tip="Choose a folder with -o that all machines share under the same path.",
                    )
        finally:
            probe.unlink(missing_ok=True)

    def _asked(self, question: Any, *about: Any) -> dict[str, Any]:
        """What each worker answers; ClusterError for one that cannot."""
        answers = self._client.run(question, *about, on_error="return")
        for worker, answer in answers.items():
            if isinstance(answer, ModuleNotFoundError):
                raise ClusterError(
                    f"The worker {worker} has no readaloud: {answer}.",
                    tip=f"There: pip install readaloud=={__version__}.",
                )
            if isinstance(answer, ReadaloudError):
                raise answer
            if isinstance(answer, BaseException):
                raise ClusterError(f"The worker {worker} does not answer: {type(answer).__name__}: {answer}.")
        return dict(answers)


def _shared_cache(shared: Path) -> dict[str, str]:
    """Where the workers keep clips: where a person says, else beside the records of the collection."""
    own = str((shared / FOLDER / "cache").absolute())
    told = {CACHE: os.environ.get(CACHE, own), CACHE_SIZE: os.environ.get(CACHE_SIZE, "")}
    return {name: value for name, value in told.items() if value}


def check_address(address: str) -> None:
    """UsageError for what cannot be the address of a scheduler: Dask would wait for it, a minute and longer."""
    if not re.fullmatch(r"(?:(?:tcp|tls|wss?)://)?(?:\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):\d{1,5}", address):
        raise UsageError(f"--scheduler {address!r} is no address.", tip="Write it as tcp://HOST:8786.")


def _connected(address: str) -> Any:
    import distributed
    from dask import config, utils

    if address.startswith(("tls://", "wss://")) and not _has_certificates():
        raise ClusterError(
            f"{address} wants certificates, and Dask has none here.",
            tip="Name them in Dask's settings, as DASK_DISTRIBUTED__COMM__TLS__CA_FILE and …__TLS__CLIENT__CERT do.",
        )
    patience = utils.parse_timedelta(config.get("distributed.comm.timeouts.connect"))  # Dask's own: 30 s
    try:
        asyncio.run(_greeted(address, patience))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions: those that matter are an error below
            client = distributed.Client(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise ClusterError(
            f"There is no Dask scheduler at {address} ({type(error).__name__}).",
            tip="Start one (`dask scheduler`) and workers (`dask worker ADDRESS`), and give its address: tcp://HOST:8786.",
        ) from None
    try:
        client.wait_for_workers(1, timeout=patience)
    except (OSError, TimeoutError):
        client.close()
        raise ClusterError(
            f"The Dask scheduler at {address} has no workers.", tip=f"Start some: `dask worker {address}`."
        ) from None
    return client


async def _greeted(address: str, patience: float) -> None:
    """OSError where no Dask listens. A client that finds out by itself waits far longer, and fails once more when it goes."""
    from distributed.comm.core import connect
    from distributed.security import Security

    greeting = connect(address, timeout=patience, **Security().get_connection_args("client"))
    talk = await asyncio.wait_for(greeting, patience + 1)  # Dask waits without end for who listens and does not answer
    await talk.close()


def _has_certificates() -> bool:
    """Whether Dask is told with what it can open a connection that is encrypted; without, it fails and hangs."""
    from distributed.security import Security

    return Security().get_connection_args("client").get("ssl_context") is not None


def _outcome(task: Task, future: Any) -> Outcome:
    """What came of a task that was submitted."""
    if future.status == "finished":
        outcome: Outcome = future.result()
        return outcome
    if future.status == "cancelled":
        raise ClusterError("The Dask scheduler was lost.", tip="Start it again, and run again: what is done is kept.")
    error = future.exception()
    what = "its workers were lost" if type(error).__name__ == "KilledWorker" else f"{type(error).__name__}: {error}"
    return lost_outcome(task, what)


def _wanted(told: dict[str, Any] | None) -> dict[str, str]:
    """Versions of packages; of Python the first two numbers, since others change nothing that matters here."""
    packages = dict((told or {}).get("packages") or {})
    packages["python"] = ".".join(str(packages.get("python", "")).split(".")[:2])
    return packages
