"""The small clinic of workflow.toml, written out for SimPy.

    python workflow.py REPLICATIONS SEED

prints a JSON line for each replication: by task the mean and the 90th percentile of turnaround (ready to done, hours), the
share of notes the nurse wrote, and the utilisation of each occupation; and the seconds it took.
"""
import json
import math
import random
import sys
import time
from collections import deque

import simpy

MINUTE, HOUR, DAY, WEEK = 1.0, 60.0, 1440.0, 10080.0
WARM_UP, END = 4 * WEEK, 104 * WEEK
OVERRUN, AFTER = 15 * MINUTE, 4 * HOUR
STAFF = {"physician": 3, "nurse": 1, "secretary": 2, "coder": 1, "clerk": 1, "analyst": 1}
# A secretary who is free goes before the nurse, who falls in: at eight the nurse looks for work a moment later. (Without
# this SimPy lets those look first who stopped first the day before, and the nurse takes a fifth more.)
A_MOMENT = 1e-3
LED_BY = {"register": "secretary", "see": "physician", "code": "coder", "bill": "clerk", "audit": "analyst"}


class Job:
    """One task of one visit. Its standard variate is drawn once; whoever does it, it is as long for them as for others."""

    def __init__(self, task, ready, rng):
        self.task, self.ready, self.u, self.started = task, ready, rng.random(), False

    def minutes(self, occupation):
        if self.task == "see":
            sigma = math.sqrt(math.log(1 + 0.7**2))
            return 25 * math.exp(sigma * normal_quantile(self.u) - sigma**2 / 2)
        mean = {"register": 4, "code": 9, "bill": 9, "audit": 18, "write_note": 20 if occupation == "nurse" else 16}[self.task]
        return -mean * math.log1p(-self.u)


def normal_quantile(u):
    from statistics import NormalDist

    return NormalDist().inv_cdf(u)


class Clinic:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.env = simpy.Environment()
        # First come, first served by time ready, across the tasks of an occupation.
        self.queues = {occupation: deque() for occupation in STAFF}
        self.idle = {occupation: deque() for occupation in STAFF}
        self.turnaround, self.by_nurse, self.notes = {}, 0, 0
        self.busy = dict.fromkeys(STAFF, 0.0)
        for occupation, heads in STAFF.items():
            for _ in range(heads):
                self.env.process(self.worker(occupation))
        self.env.process(self.arrivals())

    def arrivals(self):
        rate = 200 / (5 * 7 * HOUR)
        for week in range(104):
            for day in range(5):
                start = week * WEEK + day * DAY + 8 * HOUR
                now = start + self.rng.expovariate(rate)
                while now < start + 7 * HOUR:
                    yield self.env.timeout(now - self.env.now)
                    self.offer(Job("register", self.env.now, self.rng))
                    now += self.rng.expovariate(rate)

    def offer(self, job):
        if job.task == "write_note":
            self.env.process(self.fall_back(job))
            self.enqueue("secretary", job)
        else:
            self.enqueue(LED_BY[job.task], job)

    def fall_back(self, job):
        yield self.env.timeout(AFTER)
        if not job.started:
            self.enqueue("nurse", job)

    def enqueue(self, occupation, job):
        self.queues[occupation].append(job)
        if self.idle[occupation]:
            self.idle[occupation].popleft().succeed()

    def take(self, occupation):
        queue = self.queues[occupation]
        while queue:
            job = queue.popleft()
            if not job.started:
                job.started = True
                return job
        return None

    def worker(self, occupation):
        env, mine, left = self.env, None, 0.0
        for week in range(104):
            for day in range(7 if occupation == "nurse" else 5):
                start = week * WEEK + day * DAY + 8 * HOUR
                end = start + 8 * HOUR
                if env.now < start:
                    yield env.timeout(start - env.now + (A_MOMENT if occupation == "nurse" else 0))
                while env.now < end:
                    if mine is None:
                        mine = self.take(occupation)
                        if mine is None:
                            woken = env.event()
                            self.idle[occupation].append(woken)
                            yield woken | env.timeout(end - env.now)
                            if not woken.triggered:
                                self.idle[occupation].remove(woken)
                            continue
                        left = mine.minutes(occupation)
                    # Less than the overrun left at the end of the shift is finished, else suspended.
                    worked = left if env.now + left < end + OVERRUN else end - env.now
                    if env.now >= WARM_UP:
                        self.busy[occupation] += min(worked, end - env.now)
                    yield env.timeout(worked)
                    left -= worked
                    if left <= 1e-9:
                        done, mine = mine, None
                        self.done(done, occupation)

    def done(self, job, occupation):
        now, task = self.env.now, job.task
        if now >= WARM_UP:
            self.turnaround.setdefault(task, []).append((now - job.ready) / HOUR)
            if task == "write_note":
                self.notes += 1
                self.by_nurse += occupation == "nurse"
        if task == "code" and self.rng.random() < 0.1:
            self.offer(Job("code", now, self.rng))
            return
        following = {"register": "see", "see": "write_note", "write_note": "code", "code": "bill", "bill": "audit"}.get(task)
        if following and (following != "audit" or self.rng.random() < 0.5):
            self.offer(Job(following, now, self.rng))

    def outcome(self):
        result = {}
        for task, hours in self.turnaround.items():
            hours.sort()
            result[f"{task}.mean"] = sum(hours) / len(hours)
            result[f"{task}.p90"] = hours[math.ceil(0.9 * len(hours)) - 1]
        result["nurse.share"] = self.by_nurse / self.notes
        for occupation, heads in STAFF.items():
            days = 7 if occupation == "nurse" else 5
            result[f"{occupation}.utilisation"] = self.busy[occupation] / (100 * days * 8 * HOUR * heads)
        return result


if __name__ == "__main__":
    for replication in range(int(sys.argv[1])):
        clinic = Clinic(int(sys.argv[2]) * 1000 + replication)
        begin = time.process_time()
        clinic.env.run(until=END)
        print(json.dumps({"seconds": time.process_time() - begin, **clinic.outcome()}), flush=True)
