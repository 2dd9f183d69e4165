"""flow_ortools.py FILE: the flow of a file of flow_make.py by OR-tools' cost scaling, building the model included."""
import json, sys, time
import numpy as np
from ortools.graph.python import min_cost_flow

with open(sys.argv[1]) as file:
    points, schools, arcs, unplaced = map(int, file.readline().split())
    children, places, starts, school, cost = (np.array(file.readline().split(), dtype=np.int64) for _ in range(5))
begin = time.perf_counter()
sink, total = points + schools, int(children.sum())
flow = min_cost_flow.SimpleMinCostFlow()
flow.add_arcs_with_capacity_and_unit_cost(np.repeat(np.arange(points), np.diff(starts)), points + school, np.full(arcs, total), cost)
flow.add_arcs_with_capacity_and_unit_cost(np.arange(points), np.full(points, sink), np.full(points, total), np.full(points, unplaced))
flow.add_arcs_with_capacity_and_unit_cost(points + np.arange(schools), np.full(schools, sink), places, np.zeros(schools, dtype=np.int64))
flow.set_nodes_supplies(np.arange(points), children); flow.set_node_supply(sink, -total)
assert flow.solve() == flow.OPTIMAL
print(json.dumps({"seconds": time.perf_counter() - begin, "bytes": 0, "result": flow.optimal_cost()}))
