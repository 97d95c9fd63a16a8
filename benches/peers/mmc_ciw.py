"""M/M/10 at 90% utilisation in Ciw: `python mmc_ciw.py CUSTOMERS SEED` prints events, processor seconds and the mean wait."""
import sys
import time

import ciw

customers, seed = int(sys.argv[1]), int(sys.argv[2])
ciw.seed(seed)
network = ciw.create_network(
    arrival_distributions=[ciw.dists.Exponential(rate=9.0)],
    service_distributions=[ciw.dists.Exponential(rate=1.0)],
    number_of_servers=[10],
)
simulation = ciw.Simulation(network)
begin = time.process_time()
simulation.simulate_until_max_customers(customers, method="Finish")
seconds = time.process_time() - begin
records = simulation.get_all_records()
print(2 * len(records), seconds, sum(record.waiting_time for record in records) / len(records))
