// Places boxes in layers, by the dagre library: sizes and arrows in, positions out.
const dagre = require(process.argv[2]);
const { sizes, arrows } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const graph = new dagre.graphlib.Graph();
graph.setGraph({ nodesep: 14, ranksep: 36, marginx: 2, marginy: 2 });
graph.setDefaultEdgeLabel(() => ({}));
for (const [name, [width, height]] of Object.entries(sizes)) graph.setNode(name, { width, height });
for (const [from, to] of arrows) graph.setEdge(from, to);
dagre.layout(graph);
const { width, height } = graph.graph();
const boxes = Object.fromEntries(graph.nodes().map((name) => [name, [graph.node(name).x, graph.node(name).y]]));
const lines = graph.edges().map((edge) => graph.edge(edge).points.map(({ x, y }) => [x, y]));
process.stdout.write(JSON.stringify({ width, height, boxes, lines }));
