// flow_lemon simplex|scaling FILE [repetitions]: the flow of a file of flow_make.py by LEMON, building the model included.
#include <chrono>
#include <cstdio>
#include <cstring>
#include <vector>
#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>
using namespace lemon;
typedef long long Int;

int main(int argc, char **argv) {
    FILE *file = argc > 2 ? fopen(argv[2], "r") : nullptr;
    Int points, schools, arcs, unplaced;
    if (!file || fscanf(file, "%lld %lld %lld %lld", &points, &schools, &arcs, &unplaced) != 4) return 66;
    auto row = [&](Int count) {
        std::vector<Int> values(count);
        for (auto &value : values)
            if (fscanf(file, "%lld", &value) != 1) exit(65);
        return values;
    };
    auto children = row(points), places = row(schools), starts = row(points + 1), school = row(arcs), cost = row(arcs);
    double best = 1e9;
    Int total = 0, all = 0;
    for (auto value : children) all += value;
    for (int round = 0; round < (argc > 3 ? atoi(argv[3]) : 1); round++) {
        auto begin = std::chrono::steady_clock::now();
        SmartDigraph graph;
        graph.reserveNode(points + schools + 1);
        graph.reserveArc(arcs + points + schools);
        for (Int node = 0; node < points + schools + 1; node++) graph.addNode();
        SmartDigraph::ArcMap<Int> costs(graph), upper(graph);
        SmartDigraph::NodeMap<Int> supply(graph, 0);
        auto node = [&](Int index) { return SmartDigraph::nodeFromId(index); };
        auto add = [&](Int from, Int to, Int capacity, Int price) {
            auto arc = graph.addArc(node(from), node(to));
            upper[arc] = capacity;
            costs[arc] = price;
        };
        for (Int point = 0; point < points; point++) {
            supply[node(point)] = children[point];
            for (Int arc = starts[point]; arc < starts[point + 1]; arc++) add(point, points + school[arc], all, cost[arc]);
            add(point, points + schools, all, unplaced);
        }
        for (Int index = 0; index < schools; index++) add(points + index, points + schools, places[index], 0);
        supply[node(points + schools)] = -all;
        if (!strcmp(argv[1], "simplex")) {
            NetworkSimplex<SmartDigraph, Int, Int> solver(graph);
            solver.upperMap(upper).costMap(costs).supplyMap(supply);
            if (solver.run() != solver.OPTIMAL) return 1;
            total = solver.totalCost<Int>();
        } else {
            CostScaling<SmartDigraph, Int, Int> solver(graph);
            solver.upperMap(upper).costMap(costs).supplyMap(supply);
            if (solver.run() != solver.OPTIMAL) return 1;
            total = solver.totalCost<Int>();
        }
        std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
        if (spent.count() < best) best = spent.count();
    }
    printf("{\"seconds\": %.6f, \"bytes\": 0, \"result\": %lld}\n", best, total);
}
