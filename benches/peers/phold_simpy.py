"""PHOLD in SimPy, each event a process that hops: `python phold_simpy.py EVENTS SEED` prints events, processor seconds and 0."""
import random
import sys
import time

import simpy

events, seed = int(sys.argv[1]), int(sys.argv[2])
dice = random.Random(seed)
counts = [0] * 1024


def token(env, process):
    while True:
        yield env.timeout(0.1 + dice.expovariate(1.0))
        counts[process] += 1
        process = dice.randrange(1024)


env = simpy.Environment()
for process in range(1024):
    for _ in range(16):
        env.process(token(env, process))
begin = time.process_time()
env.run(until=events * 1.1 / 16384)
print(sum(counts), time.process_time() - begin, 0)
