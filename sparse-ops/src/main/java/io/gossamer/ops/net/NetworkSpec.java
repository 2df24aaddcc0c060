package io.gossamer.ops.net;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.layer.Dropout;
import io.gossamer.ops.layer.Embedding;
import io.gossamer.ops.layer.Linear;
import io.gossamer.ops.layer.Node;
import io.gossamer.ops.layer.Parameter;
import io.gossamer.ops.layer.Relu;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.values.Learned;
import io.gossamer.ops.values.ParameterLayout;
import io.gossamer.ops.values.Role;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A network: layers in an order in which each reads only earlier ones, and the loss after the last.
 *
 * @param rows shape of a row
 * @param sparseRows whether rows are kept sparse; layers that cannot read them so get a dense tile
 * @param nodes the last makes the logits
 * @param learned vectors that training needs beside the layers; they travel with the values, no layer reads them
 */
public record NetworkSpec(
    Shape rows, boolean sparseRows, List<Node> nodes, LossSpec loss, List<Learned> learned)
    implements Serializable {
  /** Sparse rows wider than this never become a dense tile. */
  private static final int WIDEST_TILE = 1 << 16;

  public NetworkSpec {
    nodes = List.copyOf(nodes);
    learned = List.copyOf(learned);
    if (nodes.isEmpty()) {
      throw new InvalidInput("a network needs at least one layer");
    }
    List<Shape> shapes = shapes(rows, nodes);
    for (int n = 0; n < nodes.size() - 1; n++) {
      int node = n;
      if (nodes.stream().noneMatch(reader -> reader.inputs().contains(node))) {
        throw new InvalidInput("model: nothing reads layer " + nodes.get(n).name()
            + "; only the last layer may have no reader");
      }
    }
    int outputs = shapes.get(nodes.size()).features();
    if (loss.kind() == LossKind.RECONSTRUCTION && outputs != rows.features()) {
      throw new InvalidInput("model: the last layer makes " + outputs + " numbers; to reconstruct rows it must make "
          + rows.features());
    }
    if (!sparseRows && nodes.stream().anyMatch(node -> node.layer() instanceof Embedding)) {
      throw new InvalidInput("model: embeddings read the categories of sparse rows, and these rows are dense; name "
          + "columns in features.categorical, and set features.layout to sparse");
    }
    boolean tile = needsTile(nodes, sparseRows, loss);
    if (sparseRows && tile && shapes.get(0).features() > WIDEST_TILE) {
      throw new InvalidInput("rows of " + shapes.get(0).features() + " sparse features must be read by layers that take"
          + " them sparse (linear, embedding, columns); one of the layers would make them dense");
    }
  }

  /** With nothing learned beside the layers, as a finished model is. */
  public NetworkSpec(Shape rows, boolean sparseRows, List<Node> nodes, LossSpec loss) {
    this(rows, sparseRows, nodes, loss, List.of());
  }

  /** The same layers with these vectors beside them. */
  public NetworkSpec with(List<Learned> beside) {
    return new NetworkSpec(rows, sparseRows, nodes, loss, beside);
  }

  /**
   * The layers alone, without a teacher. Their values come first, those of what is learned beside them last.
   */
  public NetworkSpec finished() {
    return new NetworkSpec(rows, sparseRows, nodes, loss.finished(), List.of());
  }

  /** The same layers, all of them frozen: they need no gradients. */
  public NetworkSpec frozen() {
    List<Node> still =
        nodes.stream().map(node -> new Node(node.name(), node.layer(), node.inputs(), true)).toList();
    return new NetworkSpec(rows, sparseRows, still, loss, learned);
  }

  private static boolean needsTile(List<Node> nodes, boolean sparseRows, LossSpec loss) {
    return loss.kind().target() == LossKind.Target.ROW || nodes.stream().anyMatch(node ->
        node.inputs().contains(Node.ROWS) && !(sparseRows && node.layer().readsSparseRows()));
  }

  /** Whether rows must be brought into dense tiles: for a layer that cannot do without, or as a target. */
  boolean needsTile() {
    return needsTile(nodes, sparseRows, loss);
  }

  /**
   * One masked weight matrix of the network.
   *
   * @param uses how often a row meets each weight: the places of a convolution's output, else 1
   */
  public record Masked(String layer, Parameter parameter, int uses) {}

  /** A multi-layer perceptron: linear layers {@code fc1}, {@code fc2}, ... with ReLU between them. */
  public static NetworkSpec mlp(
      int inputs, boolean sparseRows, List<Integer> hidden, int outputs, LossSpec loss) {
    List<Node> nodes = new ArrayList<>();
    for (int l = 0; l < hidden.size(); l++) {
      nodes.add(new Node("fc" + (l + 1), new Linear(hidden.get(l)), nodes.size() - 1));
      nodes.add(new Node("relu" + (l + 1), new Relu(), nodes.size() - 1));
    }
    nodes.add(new Node("fc" + (hidden.size() + 1), new Linear(outputs), nodes.size() - 1));
    return new NetworkSpec(Shape.flat(inputs), sparseRows, nodes, loss);
  }

  /** A perceptron on dense rows whose targets, if it has any, are taken as they are. */
  public static NetworkSpec mlp(int inputs, List<Integer> hidden, int outputs, LossKind loss) {
    return mlp(inputs, false, hidden, outputs, LossSpec.of(loss));
  }

  /** The same network, its loss smoothing labels by {@code share}. */
  public NetworkSpec withLabelSmoothing(double share) {
    return new NetworkSpec(rows, sparseRows, nodes, new LossSpec(
        loss.kind(), loss.scale(), share, loss.classWeights(), loss.huberDelta(), loss.quantile(), loss.distillation(),
        loss.temperature()), learned);
  }

  /** The same network with another rate in each dropout layer. */
  public NetworkSpec withDropout(DoubleUnaryOperator rate) {
    List<Node> changed = new ArrayList<>();
    for (Node node : nodes) {
      changed.add(node.layer() instanceof Dropout dropout
          ? new Node(node.name(), new Dropout(rate.applyAsDouble(dropout.rate())), node.inputs(), node.frozen())
          : node);
    }
    return new NetworkSpec(rows, sparseRows, changed, loss, learned);
  }

  /** The rows' shape, then that of each node's output. */
  private static List<Shape> shapes(Shape rows, List<Node> nodes) {
    List<Shape> shapes = new ArrayList<>(List.of(rows));
    for (Node node : nodes) {
      try {
        shapes.add(node.layer().output(inputs(node, shapes)));
      } catch (InvalidInput e) {
        throw new InvalidInput("model: layer " + node.name() + ": " + e.getMessage());
      }
    }
    return shapes;
  }

  private static List<Shape> inputs(Node node, List<Shape> shapes) {
    return node.inputs().stream().map(input -> shapes.get(input + 1)).toList();
  }

  /** Shape of each node's output. */
  public List<Shape> outputShapes() {
    return shapes(rows, nodes).subList(1, nodes.size() + 1);
  }

  /** Features of a row. */
  public int inputs() {
    return rows.features();
  }

  /** Logits of a row. */
  public int outputs() {
    return outputShapes().get(nodes.size() - 1).features();
  }

  /** Parameters of node {@code n}. */
  public List<Parameter> parameters(int n) {
    Node node = nodes.get(n);
    return node.layer().parameters(inputs(node, shapes(rows, nodes)));
  }

  /** Name of a parameter in layouts and files. */
  public String name(int node, Parameter parameter) {
    return nodes.get(node).name() + "." + parameter.name();
  }

  /** The weights under a mask, in order. */
  public List<Masked> masked() {
    List<Masked> masked = new ArrayList<>();
    for (int n = 0; n < nodes.size(); n++) {
      for (Parameter parameter : parameters(n)) {
        if (parameter.role() == Role.MASKED) {
          int uses = parameter.kernel() == 0 ? 1 : outputShapes().get(n).area();
          masked.add(new Masked(nodes.get(n).name(), parameter, uses));
        }
      }
    }
    return masked;
  }

  /** Names of the masked layers, in order. */
  public List<String> maskedNames() {
    return masked().stream().map(Masked::layer).toList();
  }

  /**
   * The documented order of the values under these patterns.
   *
   * @param patterns one a masked weight
   */
  public ParameterLayout layout(List<Pattern> patterns) {
    ParameterLayout.Builder layout = new ParameterLayout.Builder();
    List<Masked> masked = masked();
    for (int l = 0; l < masked.size(); l++) {
      layout.add(masked.get(l).layer() + ".weight", patterns.get(l).nnz(), Role.MASKED, frozen(masked.get(l).layer()));
    }
    for (int n = 0; n < nodes.size(); n++) {
      for (Parameter parameter : parameters(n)) {
        if (parameter.role() != Role.MASKED) {
          layout.add(name(n, parameter), parameter.places(), parameter.role(), nodes.get(n).frozen());
        }
      }
    }
    for (Learned vector : learned) {
      layout.add(vector.name(), vector.length(), Role.THRESHOLD, false);
    }
    return layout.build();
  }

  private boolean frozen(String layer) {
    return nodes.stream().anyMatch(node -> node.name().equals(layer) && node.frozen());
  }

  /** Masked weights if nothing were masked. */
  public long maskablePlaces() {
    return masked().stream().mapToLong(masked -> masked.parameter().places()).sum();
  }

  /** Values that no mask covers: biases, gains, embeddings, statistics, thresholds. */
  public long denseValues() {
    long sum = learned.stream().mapToLong(Learned::length).sum();
    for (int n = 0; n < nodes.size(); n++) {
      for (Parameter parameter : parameters(n)) {
        sum += parameter.role() == Role.MASKED ? 0 : parameter.places();
      }
    }
    return sum;
  }
}
