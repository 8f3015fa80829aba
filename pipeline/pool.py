"""Worker processes, one task each at a time, so that a dead one is known to have died of its task.

The standard ``ProcessPoolExecutor`` was not taken: it fails every task in flight when one worker
dies, and its ``max_tasks_per_child`` can stop for good (python/cpython issue 115634).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from types import FrameType
from typing import Generic, TypeVar

__all__ = ["Death", "Pool", "usable_cores"]

Task = TypeVar("Task")
Answer = TypeVar("Answer")

_CONTEXT = multiprocessing.get_context("spawn")
"""The same start on every system, and safe beside threads."""

TASKS_PER_WORKER = 200
"""A worker is replaced after so many tasks: what leaks in a library cannot add up. A new worker
costs about a second, so it is one part in some hundred of the work."""

GRACE = 3.0
"""Seconds that a worker has to clean up before it is killed."""

GIB = 1 << 30


def usable_cores() -> int:
    """Cores that this process may use: fewer than the machine has, in a container."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """A worker died on a task, and again when it had the machine for itself.

    Attributes:
        code: exit status of the process; negative is the number of the signal.
    """

    code: int

    def __str__(self) -> str:
        """The cause in words."""
        if self.code == -signal.SIGKILL:
            return "the worker was killed (by the system for want of memory, or by hand)"
        if self.code < 0:
            return f"the worker was ended by signal {-self.code}"
        return f"the worker ended with status {self.code}"


@dataclass(slots=True)
class _Worker(Generic[Task]):
    process: multiprocessing.process.BaseProcess
    pipe: Connection
    task: Task
    served: int = 1


class Pool(Generic[Task, Answer]):
    """Spreads tasks over worker processes and yields the answers as they come.

    Only as many tasks are drawn from the iterable as there are workers: ten thousand tasks may
    wait outside.
    """

    def __init__(self, function: Callable[[Task], Answer], *, jobs: int, memory: float) -> None:
        """Note what is to be done; no process is started yet.

        Args:
            function: what a worker does with a task; must not raise, and must be picklable.
            jobs: workers at the same time.
            memory: address space of a worker in GiB; 0 for no limit.
        """
        self._function = function
        self._jobs = jobs
        self._memory = memory
        self._workers: list[_Worker[Task]] = []
        self._died: list[Task] = []

    def answers(self, tasks: Iterable[Task]) -> Generator[tuple[Task, Answer | Death], None, None]:
        """Yield each task with its answer, in the order in which they are done.

        A task whose worker died is tried once more when all others are done, alone: if it died
        for want of memory, it has more of it then. When the caller stops early, or an exception
        (an interruption) passes, every worker is ended.
        """
        try:
            for task, answer in self._spread(tasks, self._jobs):
                if isinstance(answer, Death):
                    self._died.append(task)
                else:
                    yield task, answer
            while self._died:
                yield from self._spread([self._died.pop(0)], jobs=1)
        finally:
            self._end()

    def _spread(self, tasks: Iterable[Task], jobs: int) -> Iterator[tuple[Task, Answer | Death]]:
        waiting = iter(tasks)
        for task in _first(waiting, jobs):
            self._start(task)
        while self._workers:
            for pipe in wait([worker.pipe for worker in self._workers]):
                worker = next(w for w in self._workers if w.pipe is pipe)
                task = worker.task
                answer = self._answer(worker)
                # The worker gets its next task before the caller takes the time to write.
                self._go_on(worker, waiting, alive=not isinstance(answer, Death))
                yield task, answer

    def _answer(self, worker: _Worker[Task]) -> Answer | Death:
        try:
            answer: Answer = worker.pipe.recv()
        except (EOFError, ConnectionError):
            worker.process.join(GRACE)
            return Death(code=worker.process.exitcode or 0)
        return answer

    def _go_on(self, worker: _Worker[Task], waiting: Iterator[Task], *, alive: bool) -> None:
        """Give a worker its next task, or a new worker in its place."""
        for task in _first(waiting, 1):
            if alive and worker.served < TASKS_PER_WORKER and _sent(worker, task):
                worker.task = task
                worker.served += 1
            else:
                self._dismiss(worker)
                self._start(task)
            return
        self._dismiss(worker)

    def _start(self, task: Task) -> None:
        here, there = _CONTEXT.Pipe()
        process = _CONTEXT.Process(
            target=_serve, args=(there, self._function, self._memory), daemon=True
        )
        # Ctrl-C reaches the whole group: only this process shall act on it, and end the workers.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
            worker = _Worker(process=process, pipe=here, task=task)
            self._workers.append(worker)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        there.close()
        _sent(worker, task)

    def _dismiss(self, worker: _Worker[Task]) -> None:
        """Let a worker end: its pipe's end is its sign."""
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join(GRACE)
        if worker.process.is_alive():
            worker.process.kill()
        worker.process.join()

    def _end(self) -> None:
        for worker in self._workers:
            worker.process.terminate()
        for worker in tuple(self._workers):
            self._dismiss(worker)


def _first(items: Iterator[Task], count: int) -> Iterator[Task]:
    for _, item in zip(range(count), items, strict=False):
        yield item


def _sent(worker: _Worker[Task], task: Task) -> bool:
    """Send a task; False where the worker is gone (its death is seen at the next ``recv``)."""
    try:
        worker.pipe.send(task)
    except ConnectionError:
        return False
    return True


def _serve(pipe: Connection, function: Callable[[Task], Answer], memory: float) -> None:
    """The worker: answer tasks until the pipe ends."""
    signal.signal(signal.SIGTERM, _leave)
    # Workers share the cores by processes; and sums in one order are the same bytes everywhere.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    _limit(memory)
    try:
        while True:
            pipe.send(function(pipe.recv()))
    except (EOFError, ConnectionError):
        return


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """End in the ordinary way, so that a half-written file is cleared away."""
    sys.exit(128 + signal.SIGTERM)


def _limit(memory: float) -> None:
    """Bound the address space, where the system can: a monster page then fails alone."""
    if memory and sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = int(memory * GIB)
        if hard != resource.RLIM_INFINITY:
            wanted = min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
