package io.gossamer.ops.net;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.kernel.Arena;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.layer.Layer;
import io.gossamer.ops.layer.Node;
import io.gossamer.ops.layer.Parameter;
import io.gossamer.ops.layer.Relu;
import io.gossamer.ops.layer.Scratch;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.layer.Site;
import io.gossamer.ops.layer.Tensor;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.values.ParameterLayout;
import io.gossamer.ops.values.Role;
import io.gossamer.ops.values.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a network into steps over fixed buffers. A ReLU is computed with the layer before it; layers that may work in
 * place share a buffer with their input; gradients exist only where something trained lies behind them. An output with
 * several readers gets one gradient from each, and their sum before it goes on.
 */
final class Compiler {
  private final NetworkSpec spec;
  private final List<Node> nodes;
  private final List<Shape> shapes;
  private final List<Pattern> patterns;
  private final Executions executions;
  private final ParameterLayout layout;
  private final Kernels kernels;
  private final int tiles;
  private final float[] parameters;
  private final float[] gradients;
  private final Crew crew;
  private final Teacher teacher;
  private Scratch scratch;
  private final List<List<Integer>> readers;
  private final boolean[] fused;
  private final boolean[] elided;
  private final int[] buffer;
  private final boolean[] needsGradient;

  private final List<Slots.Slot> valueSlots = new ArrayList<>();
  private final List<Slots.Slot> gradientSlots = new ArrayList<>();
  private final List<List<Slots.Slot>> edges = new ArrayList<>();
  private Slots.Slot rowsSlot;
  private float[] values;
  private float[] slopes;

  Compiler(
      NetworkSpec spec, List<Pattern> patterns, Executions executions, ParameterLayout layout, Kernels kernels,
      Crew crew, Teacher teacher, int tiles, float[] parameters, float[] gradients) {
    this.spec = spec;
    this.nodes = spec.nodes();
    this.shapes = spec.outputShapes();
    this.patterns = patterns;
    this.executions = executions;
    this.layout = layout;
    this.kernels = kernels;
    this.crew = crew;
    this.teacher = teacher;
    this.tiles = tiles;
    this.parameters = parameters;
    this.gradients = gradients;
    this.readers = readers();
    this.fused = new boolean[nodes.size()];
    this.elided = new boolean[nodes.size()];
    this.buffer = new int[nodes.size()];
    this.needsGradient = new boolean[nodes.size()];
  }

  /** Bytes of activations, their gradients and the scratch of one thread, without making them. */
  static long bufferBytes(NetworkSpec spec, int tiles) {
    Compiler compiler = new Compiler(
        spec, List.of(), Executions.UNMEASURED, null, null, Crew.ALONE, null, tiles, null, null);
    Slots forward = new Slots();
    Slots backward = new Slots();
    compiler.fuse();
    compiler.share();
    compiler.trace();
    compiler.place(forward, backward);
    return 4L * (forward.size() + backward.size()) + Scratch.bytes(compiler.scratchFloats());
  }

  /** Of the layer that needs most. */
  private int scratchFloats() {
    int most = 0;
    for (int n = 0; n < nodes.size(); n++) {
      List<Shape> inputs =
          nodes.get(n).inputs().stream().map(input -> input == Node.ROWS ? spec.rows() : shapes.get(input)).toList();
      most = Math.max(most, nodes.get(n).layer().scratchFloats(inputs, readsSparseRows(nodes.get(n))));
    }
    return most;
  }

  private boolean readsSparseRows(Node node) {
    return spec.sparseRows() && node.layer().readsSparseRows() && node.inputs().contains(Node.ROWS);
  }

  private void checkPatterns() {
    List<NetworkSpec.Masked> masked = spec.masked();
    if (masked.size() != patterns.size()) {
      throw new InvariantBroken("the network has " + masked.size() + " masked layers, the mask " + patterns.size());
    }
    for (int l = 0; l < patterns.size(); l++) {
      Parameter weight = masked.get(l).parameter();
      Pattern pattern = patterns.get(l);
      if (pattern.out() != weight.out() || pattern.in() != weight.in()) {
        throw new InvariantBroken("layer " + masked.get(l).layer() + " is [" + weight.out() + ", " + weight.in()
            + "], its pattern is [" + pattern.out() + ", " + pattern.in() + "]");
      }
    }
  }

  private List<List<Integer>> readers() {
    List<List<Integer>> readers = new ArrayList<>();
    for (int n = 0; n < nodes.size(); n++) {
      readers.add(new ArrayList<>());
    }
    for (int n = 0; n < nodes.size(); n++) {
      for (int input : nodes.get(n).inputs()) {
        if (input != Node.ROWS) {
          readers.get(input).add(n);
        }
      }
    }
    return readers;
  }

  ExecutionPlan compile() {
    checkPatterns();
    fuse();
    share();
    trace();
    Slots valueSpace = new Slots();
    Slots slopeSpace = new Slots();
    place(valueSpace, slopeSpace);
    values = valueSpace.allocate();
    slopes = slopeSpace.allocate();
    scratch = new Scratch(crew.threads(), scratchFloats());
    Tensor rows = null;
    List<Layer> forward = new ArrayList<>();
    List<Layer> layers = new ArrayList<>();
    List<List<Layer>> backward = new ArrayList<>();
    if (rowsSlot != null) {
      rows = new Tensor(spec.rows(), values, rowsSlot.at(), null, 0, false);
      forward.add(spec.sparseRows() ? new SparseRowTiles(rows) : new DenseRowTiles(kernels, crew, rows, tiles));
    }
    List<Layer> few = new ArrayList<>();
    List<Window> fewWindows = new ArrayList<>();
    int[][] orders = new int[patterns.size()][];
    List<Site> maskedSites = new ArrayList<>();
    int masked = 0;
    for (int n = 0; n < nodes.size(); n++) {
      if (elided[n]) {
        continue;
      }
      boolean hasMask = isMasked(n);
      Site site = hasMask
          ? site(n, patterns.get(masked), executions.isDense(masked, patterns.get(masked)))
          : site(n, null, false);
      Layer layer = nodes.get(n).layer().compile(site);
      if (hasMask) {
        orders[masked++] = layer.residentOrder();
        maskedSites.add(site);
      }
      if (layer.touchesFew() && trained(n)) {
        few.add(layer);
        fewWindows.add(site.windows().get(0));
      }
      layers.add(layer);
      backward.add(backward(n, layer, site.output()));
    }
    forward.addAll(layers);
    Collections.reverse(backward);
    return new ExecutionPlan(layers, forward, backward.stream().flatMap(List::stream).toList(), rows,
        output(nodes.size() - 1), layout.windows().subList(0, patterns.size()), orders, maskedSites, layout.length(),
        few.toArray(Layer[]::new), fewWindows, features());
  }

  private void place(Slots forward, Slots backward) {
    rowsSlot = spec.needsTile() ? forward.add(spec.rows(), tiles) : null;
    for (int n = 0; n < nodes.size(); n++) {
      Slots.Slot value = null;
      Slots.Slot gradient = null;
      if (!fused[n]) {
        boolean owner = buffer[n] == n;
        value = owner ? forward.add(shapes.get(n), tiles) : valueSlots.get(buffer[n]);
        gradient = owner ? null : gradientSlots.get(buffer[n]);
        gradient = gradient == null && needsGradient[n] ? backward.add(shapes.get(n), tiles) : gradient;
      }
      valueSlots.add(value);
      gradientSlots.add(gradient);
      edges.add(edges(n, gradient, backward));
    }
  }

  private Site site(int n, Pattern pattern, boolean dense) {
    Node node = nodes.get(n);
    boolean sparse = readsSparseRows(node);
    return new Site(n, kernels, inputs(n, sparse), output(result(n)), windows(n), pattern, dense, sparse,
        fused[n], trained(n), tiles, parameters, gradients, crew, scratch);
  }

  /** What each layer under a mask hands on, by its name. */
  private Map<String, Tensor> features() {
    Map<String, Tensor> features = new HashMap<>();
    for (int n = 0; n < nodes.size(); n++) {
      if (isMasked(n)) {
        features.put(nodes.get(n).name(), output(handedOn(n)));
      }
    }
    return features;
  }

  private boolean isMasked(int n) {
    return spec.parameters(n).stream().anyMatch(parameter -> parameter.role() == Role.MASKED);
  }

  /** The node that wrote last where layer {@code n} wrote: a layer that works in place overwrites what it reads. */
  private int handedOn(int n) {
    int last = result(n);
    while (readers.get(last).size() == 1 && buffer[readers.get(last).get(0)] == buffer[last]) {
      last = result(readers.get(last).get(0));
    }
    return last;
  }

  /** The name of the layer whose output, compared with a teacher's, is that of {@code node}; null if there is none. */
  private String compared(int node) {
    for (int n = 0; teacher != null && n <= node; n++) {
      if (teacher.squareHead() > 0 && teacher.layers().contains(nodes.get(n).name()) && handedOn(n) == node) {
        return nodes.get(n).name();
      }
    }
    return null;
  }

  /** The node whose output layer {@code n} writes: its own, or that of the ReLU computed with it. */
  private int result(int n) {
    return fused[n] ? readers.get(n).get(0) : n;
  }

  private Tensor output(int n) {
    return tensor(n, gradientSlots.get(n), false);
  }

  private Tensor tensor(int n, Slots.Slot gradient, boolean gated) {
    return new Tensor(shapes.get(n), values, valueSlots.get(n).at(), gradient == null ? null : slopes,
        gradient == null ? 0 : gradient.at(), gated);
  }

  /** A ReLU that alone reads a layer which can do it itself. */
  private void fuse() {
    for (int n = 0; n < nodes.size(); n++) {
      List<Integer> readers = this.readers.get(n);
      if (nodes.get(n).layer().fusesRelu() && readers.size() == 1
          && nodes.get(readers.get(0)).layer() instanceof Relu) {
        fused[n] = true;
        elided[readers.get(0)] = true;
      }
    }
  }

  /** Which node's buffer each output lies in. */
  private void share() {
    for (int n = 0; n < nodes.size(); n++) {
      buffer[n] = n;
      Node node = nodes.get(n);
      if (elided[n] || !node.layer().worksInPlace() || node.inputs().contains(Node.ROWS)) {
        continue;
      }
      int input = node.inputs().get(0);
      boolean reread = elided[input] || nodes.get(input).layer().rereadsOutput();
      if (readers.get(input).size() == 1 && !reread && input != nodes.size() - 1) {
        buffer[n] = buffer[input];
      }
    }
  }

  /** Where gradients must flow: to what is trained and to what lies after it. */
  private void trace() {
    for (int n = 0; n < nodes.size(); n++) {
      needsGradient[n] = trained(n);
      for (int input : nodes.get(n).inputs()) {
        needsGradient[n] |= input != Node.ROWS && needsGradient[input];
      }
    }
    // The loss writes its gradient whether or not anybody asks for it.
    needsGradient[nodes.size() - 1] = true;
  }

  private boolean trained(int n) {
    return !nodes.get(n).frozen() && spec.parameters(n).stream().anyMatch(parameter -> parameter.role().trained());
  }

  /** The gradient slot of each reader of an output: the output's own where there is one reader. */
  private List<Slots.Slot> edges(int n, Slots.Slot own, Slots backward) {
    List<Slots.Slot> edges = new ArrayList<>();
    for (int r = 0; r < readers.get(n).size(); r++) {
      boolean single = own == null || readers.get(n).size() == 1;
      edges.add(single ? own : backward.add(shapes.get(n), tiles));
    }
    return edges;
  }

  private List<Tensor> inputs(int n, boolean sparse) {
    List<Tensor> inputs = new ArrayList<>();
    int[] seen = new int[nodes.size()];
    for (int input : nodes.get(n).inputs()) {
      if (input == Node.ROWS) {
        inputs.add(new Tensor(spec.rows(), sparse ? null : values, sparse ? 0 : rowsSlot.at(), null, 0, false));
        continue;
      }
      // A layer may read an output twice; each time it has a gradient of its own.
      int edge = readers.get(input).indexOf(n) + seen[input]++;
      inputs.add(tensor(input, edges.get(input).get(edge), gatedByReader(input)));
    }
    return inputs;
  }

  /** Whether the only reader of a rectified output closes its gradient. */
  private boolean gatedByReader(int n) {
    return elided[n] && readers.get(n).size() == 1 && nodes.get(readers.get(n).get(0)).layer().gatesInput();
  }

  private List<Window> windows(int n) {
    return spec.parameters(n).stream().map(parameter -> layout.window(spec.name(n, parameter))).toList();
  }

  private List<Layer> backward(int n, Layer layer, Tensor output) {
    if (!needsGradient[n]) {
      return List.of();
    }
    int result = result(n);
    List<Layer> steps = new ArrayList<>();
    if (edges.get(result).size() > 1) {
      int[] from = edges.get(result).stream().mapToInt(Slots.Slot::at).toArray();
      steps.add(new GradientSum(crew, output, slopes, from, tiles));
    }
    String compared = compared(result);
    if (compared != null) {
      steps.add(new FeatureMatch(
          output, teacher.network().feature(compared), fused[n], teacher.squareHead(), crew, tiles));
    }
    if (fused[n] && !gatedByReader(result)) {
      steps.add(new Gate(kernels, crew, output, tiles));
    }
    steps.add(layer);
    return steps;
  }

  /** Windows of one array that is allocated when all are known. */
  private static final class Slots {
    private final List<Slot> slots = new ArrayList<>();
    private long floats;

    static final class Slot {
      private final int count;
      private int at;

      Slot(int count) {
        this.count = count;
      }

      int at() {
        return at;
      }
    }

    Slot add(Shape shape, int tiles) {
      long count = (long) shape.features() * Tile.LANES * tiles;
      floats += count + Tile.LANES;
      if (floats > Integer.MAX_VALUE / 2) {
        throw new InvalidInput("one batch needs over " + String.format("%,d", floats) + " activations; lower "
            + "training.batchSize, or make the layers smaller");
      }
      Slot slot = new Slot((int) count);
      slots.add(slot);
      return slot;
    }

    int size() {
      return (int) Math.max(Arena.LEAST_FLOATS, floats);
    }

    float[] allocate() {
      Arena arena = new Arena(size());
      for (Slot slot : slots) {
        slot.at = arena.take(slot.count);
      }
      return arena.floats();
    }
  }
}
