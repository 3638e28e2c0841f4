"""Workers on this machine: worker processes that may hang, crash or be taken over at the cost of one document each.

One thread, the caller's, decides everything. Beside it each worker has two threads that do nothing but read: one its
answers, one what its libraries print. A worker that meets a limit is killed with all that it started; the document it was
at is charged with the reason, and nothing else is.
"""

import logging
import os
import queue
import shutil
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.registry import Limits
from extractors.sites import Site
from pipeline.engines import ending, frames, sandbox
from pipeline.engines.fitting import fits
from pipeline.engines.starting import Ears, Heard, Worker, started
from pipeline.errors import Reason, XingpingError
from pipeline.process import Stage

log = logging.getLogger(__name__)

TICK = 0.05
"""Seconds between two looks at the clock and at the workers' memory."""
STOOD_STILL = 1.0
"""Seconds without a look after which a worker's time is not counted."""
START_SECONDS = 60.0
STARTS_THAT_MAY_FAIL = 3
MOST_EXCUSED = 0.9
"""Of the time that passes, how much may be excused for want of a processor: every limit is met in the end."""
JOBS_PER_WORKER = 2000
GROWTH_SHARE = 4
"""A worker that has grown by more than a quarter of a document's memory is replaced between two documents."""
CHATTER_AT_MOST = 64 << 20
OUT_OF_MEMORY = ("MemoryError", "bad_alloc", "memory allocation of", "Cannot allocate memory", "out of memory")


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of one job. `folder` holds its children's bytes until the caller takes or drops them."""

    ticket: int
    answer: frames.Answer
    seconds: float
    folder: Path


class Local:
    """A few workers, started when there is work for them and replaced when they die or grow.

    Use it as a context: at its end every worker is gone. Raises XingpingError when workers do not even start.
    """

    def __init__(
        self,
        *,
        workers: int,
        limits: Limits,
        stages: Sequence[Stage],
        scratch: Path,
        module: str = "pipeline.engines.worker",
        sites: tuple[Site, ...] = (),
    ) -> None:
        self.most = workers
        self.limits = limits
        self.stages = tuple(stages)
        self.scratch = scratch.absolute()
        self.module = module
        self.sites = sites
        self.longest_frame = 64 * 1024**2 + 16 * limits.output
        self.starts: list[float] = []
        """Seconds from the start of each worker until it was ready."""
        self.sandbox: tuple[str, ...] = ()
        """What holds the workers back on this system, once one is ready."""
        self._workers: list[Worker] = []
        self._ready_to_go: deque[tuple[frames.Job, int]] = deque()
        """Jobs that the next free worker gets at once, while the caller is still busy with its last answer."""
        self._ears: Ears = queue.Queue(maxsize=256)
        self._finished: list[Finished] = []
        self._failed_starts = 0
        self._born = 0
        self._looked = 0.0

    def __enter__(self) -> "Local":
        self.scratch.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def room(self) -> int:
        """How many jobs can be taken now: one under way and one in hand for each worker."""
        return 2 * self.most - len(self._ready_to_go) - sum(worker.job is not None for worker in self._workers)

    @property
    def pages(self) -> int:
        """Pages, sheets and members done in the jobs that are under way."""
        return sum(worker.pages for worker in self._workers)

    def pids(self) -> tuple[int, ...]:
        """The processes of the workers that are alive."""
        return tuple(worker.process.pid for worker in self._workers)

    def submit(self, job: frames.Job, *, ticket: int) -> None:
        """Give a job to a worker that is free, to a new one, or to the first to be free. `wait` gives its `ticket` back."""
        self._ready_to_go.append((job, ticket))
        self._hand_on()

    def wait(self, seconds: float = 0.2) -> list[Finished]:
        """What has finished; comes back when anything has, or after `seconds`."""
        until = time.monotonic() + seconds
        while not self._finished and (left := until - time.monotonic()) > 0:
            try:
                self._heard(*self._ears.get(timeout=min(TICK, left)))
                while True:  # all that was said, before anybody is found to be silent
                    self._heard(*self._ears.get_nowait())
            except queue.Empty:
                self._look()
        finished, self._finished = self._finished, []
        return finished

    def close(self) -> None:
        """End every worker at once; jobs under way or in hand are dropped."""
        self._ready_to_go.clear()
        for worker in list(self._workers):
            self._end(worker)
        shutil.rmtree(self.scratch, ignore_errors=True)

    def _hand_on(self) -> None:
        """Give the jobs in hand to workers that are free or may be started."""
        while self._ready_to_go:
            worker = next((worker for worker in self._workers if worker.job is None), None)
            if worker is None and len(self._workers) == self.most:
                return
            worker = worker or self._start()
            worker.job, worker.ticket = self._ready_to_go.popleft()
            if worker.ready is not None:
                self._send(worker, worker.job)

    def _start(self) -> Worker:
        self._born += 1
        worker = started(self.module, self.scratch / str(self._born), self._ears, longest_frame=self.longest_frame)
        self._workers.append(worker)
        self._write(worker, frames.Setup(self.limits, self.stages, os.fsencode(worker.scratch), os.getpid(), self.sites))
        return worker

    def _send(self, worker: Worker, job: frames.Job) -> None:
        worker.began = worker.alive_at = time.monotonic()
        worker.pages = 0
        worker.jobs += 1
        self._write(worker, job)

    def _write(self, worker: Worker, message: frames.ToWorker) -> None:
        try:
            frames.write(worker.requests, message)
        except OSError:
            log.debug("worker %s is gone before it was asked", worker.process.pid)

    def _heard(self, worker: Worker, event: Heard) -> None:
        if worker not in self._workers:
            return
        if event.body is None:
            self._stream_ended(worker, event)
            return
        try:
            message = frames.from_worker(event.body)
        except frames.FrameError as error:
            self._fail(worker, Reason.WORKER_CRASH, f"the worker's answer does not fit its type: {error}")
            return
        worker.alive_at = time.monotonic()
        if isinstance(message, frames.Ready):
            self._is_ready(worker, message)
        elif isinstance(message, frames.Progress):
            worker.pages = message.pages
        else:
            self._answered(worker, message)

    def _is_ready(self, worker: Worker, ready: frames.Ready) -> None:
        if worker.ready is not None:
            self._fail(worker, Reason.WORKER_CRASH, "the worker said twice that it is ready")
            return
        worker.ready = ready
        self.starts.append(time.monotonic() - worker.born)
        self.sandbox = ready.sandbox
        self._failed_starts = 0
        if worker.job is not None:
            self._send(worker, worker.job)

    def _answered(self, worker: Worker, answer: frames.Answer) -> None:
        if worker.job is None or worker.ready is None:
            self._fail(worker, Reason.WORKER_CRASH, "the worker answered without being asked")
            return
        if not fits(worker.job, answer):
            self._fail(worker, Reason.WORKER_CRASH, "the worker's answer is not of the document it was asked for")
            return
        self._settle(worker, answer)
        out_of_memory = isinstance(answer, frames.Failed) and answer.reason is Reason.LIMIT_MEMORY
        grown = sandbox.resident(worker.process.pid) - worker.ready.memory > self.limits.memory // GROWTH_SHARE
        if worker.jobs >= JOBS_PER_WORKER or out_of_memory or grown:
            self._end(worker)
        self._hand_on()

    def _settle(self, worker: Worker, answer: frames.Answer) -> None:
        job = worker.job
        folder = worker.scratch / ("none" if job is None or isinstance(job, frames.ListMembers) else job.folder)
        self._finished.append(Finished(worker.ticket, answer, time.monotonic() - worker.began, folder))
        worker.job, worker.ticket = None, -1

    def _look(self) -> None:
        """Whether a worker has met a limit or died without a word."""
        now = time.monotonic()
        if now - self._looked < TICK:
            return
        passed = now - self._looked
        self._forgive(passed - TICK, now)
        self._looked = now
        for worker in list(self._workers):
            _excuse(worker, passed, now)
            if worker.ready is None:
                if now - worker.born - worker.excused > START_SECONDS:
                    self._not_started(worker, f"not ready after {START_SECONDS:.0f} s")
            elif worker.job is not None:
                self._check(worker, worker.ready, now)
            if worker in self._workers and ending.has_ended(worker.process):
                worker.ended_at = worker.ended_at or now
                if now - worker.ended_at > 0.5:  # its answers have been read by now, or somebody else holds the stream
                    self._stream_ended(worker, Heard(None))

    def _forgive(self, seconds: float, now: float) -> None:
        """Time in which this process itself stood still (stopped, or on a machine that is overloaded) is nobody's fault."""
        if seconds > STOOD_STILL:
            for worker in self._workers:
                worker.began = min(worker.began + seconds, now)
                worker.alive_at = min(worker.alive_at + seconds, now)

    def _check(self, worker: Worker, ready: frames.Ready, now: float) -> None:
        limits = self.limits
        memory = sandbox.resident(worker.process.pid) - ready.memory
        if now - worker.began > limits.seconds:
            self._fail(worker, Reason.LIMIT_TIME, f"not done after {limits.seconds:g} s")
        elif now - worker.alive_at > limits.seconds_idle:
            self._fail(worker, Reason.LIMIT_TIME, f"no progress for {limits.seconds_idle:g} s")
        elif memory > limits.memory:
            self._fail(worker, Reason.LIMIT_MEMORY, f"needs more than {limits.memory} bytes")
        elif worker.chattered > CHATTER_AT_MOST:
            self._fail(worker, Reason.LIMIT_OUTPUT, f"its reader printed more than {CHATTER_AT_MOST} bytes")

    def _stream_ended(self, worker: Worker, event: Heard) -> None:
        if worker.ready is None:
            self._not_started(worker, event.wrong or "it ended")
        elif event.too_long:
            self._fail(worker, Reason.LIMIT_OUTPUT, f"its record is too long: {event.wrong}")
        else:
            how = event.wrong or ending.how_it_ended(worker.process)
            said = worker.said
            out_of_memory = any(words in said for words in OUT_OF_MEMORY)
            reason = Reason.LIMIT_MEMORY if out_of_memory else Reason.WORKER_CRASH
            self._fail(worker, reason, f"needs more memory than it may use ({how})" if out_of_memory else f"the reader {how}")

    def _fail(self, worker: Worker, reason: Reason, detail: str) -> None:
        """The worker is ended and its document, if it was at one, charged."""
        self._end(worker)
        if worker.job is not None:
            self._settle(worker, frames.Failed(reason, detail))
        self._hand_on()

    def _not_started(self, worker: Worker, why: str) -> None:
        self._end(worker)
        self._failed_starts += 1
        if self._failed_starts >= STARTS_THAT_MAY_FAIL:
            raise XingpingError(f"workers do not start ({why}): {worker.said[-2000:] or 'they say nothing'}")
        if worker.job is not None:
            self._ready_to_go.appendleft((worker.job, worker.ticket))
            worker.job = None
            self._hand_on()

    def _end(self, worker: Worker) -> None:
        """Kill the worker and all that it started, and take its place in the list away."""
        if worker not in self._workers:
            return
        self._workers.remove(worker)
        ending.kill_group(worker.process)
        try:
            worker.requests.close()
        except OSError:
            log.debug("worker %s had closed its input", worker.process.pid)
        worker.process.wait()
        ending.kill_marked(worker.mark)


def _excuse(worker: Worker, passed: float, now: float) -> None:
    """Time in which a worker waited for a processor, on a machine that has too much to do, is not its document's."""
    queued = sandbox.queued(worker.process.pid)
    waited = max(0.0, min(queued - worker.queued, MOST_EXCUSED * passed))
    worker.queued = queued
    if worker.ready is None:
        worker.excused += waited
    else:
        worker.began = min(worker.began + waited, now)
        worker.alive_at = min(worker.alive_at + waited, now)
