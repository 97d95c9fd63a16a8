"""M/M/10 at 90% utilisation in SimPy: `python mmc_simpy.py CUSTOMERS SEED` prints events, processor seconds and the mean wait."""
import random
import sys
import time

import simpy

customers, seed = int(sys.argv[1]), int(sys.argv[2])
exponential = random.Random(seed).expovariate
waited = 0.0


def customer(env, servers):
    global waited
    came = env.now
    with servers.request() as request:
        yield request
        waited += env.now - came
        yield env.timeout(exponential(1.0))


def source(env, servers):
    for _ in range(customers):
        yield env.timeout(exponential(9.0))
        env.process(customer(env, servers))


env = simpy.Environment()
env.process(source(env, simpy.Resource(env, capacity=10)))
begin = time.process_time()
env.run()
print(2 * customers, time.process_time() - begin, waited / customers)
