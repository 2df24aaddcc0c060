package io.gossamer.ops.calibrate;

import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.layer.Conv2d;
import io.gossamer.ops.layer.LayerSpec;
import io.gossamer.ops.layer.LayerSyntax;
import io.gossamer.ops.layer.Node;
import io.gossamer.ops.layer.Parameter;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.values.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a masked layer does in a step, as far as its time depends on it.
 *
 * @param input shape of a row of its input
 * @param columns of a tile in use
 * @param inputGradient whether the backward pass makes one: not for a layer that reads the rows
 */
public record LayerWork(LayerSpec layer, Shape input, int columns, boolean inputGradient) {
  /** Multiply-adds of one dense pass over a tile that a timing need not exceed. */
  private static final long ENOUGH = 1L << 28;

  /** Larger matrices are never written out: see {@link #fits}. */
  private static final long LARGEST = 1L << 25;

  /** Of a kept weight: value, gradient, copies by rows and columns, the pattern's indices. */
  private static final int TIMED_BYTES = 44;

  /** The work of each masked layer, in order; empty for one that reads sparse rows, which has no dense way. */
  public static List<Optional<LayerWork>> of(NetworkSpec network, int batch) {
    List<Optional<LayerWork>> works = new ArrayList<>();
    for (int n = 0; n < network.nodes().size(); n++) {
      Node node = network.nodes().get(n);
      if (network.parameters(n).stream().anyMatch(parameter -> parameter.role() == Role.MASKED)) {
        boolean first = node.inputs().contains(Node.ROWS);
        boolean sparseRows = first && network.sparseRows() && node.layer().readsSparseRows();
        Shape input = first ? network.rows() : network.outputShapes().get(node.inputs().get(0));
        works.add(sparseRows ? Optional.empty() : Optional.of(of(node.layer(), input, batch, !first)));
      }
    }
    return works;
  }

  private static LayerWork of(LayerSpec layer, Shape input, int batch, boolean inputGradient) {
    int columns = Tile.lanes(batch, 0);
    LayerWork whole = new LayerWork(layer, input, columns, inputGradient);
    if (!(layer instanceof Conv2d conv)) {
      return whole;
    }
    // A pixel takes the same time in a lower image.
    long perRow = whole.weight().places() * input.width() * columns;
    int height = (int) Math.max(2L * conv.kernel(), ENOUGH / Math.max(1, perRow));
    return new LayerWork(
        layer, new Shape(input.channels(), Math.min(input.height(), height), input.width()), columns, inputGradient);
  }

  /** The masked weight. */
  Parameter weight() {
    return layer.parameters(List.of(input)).get(0);
  }

  /** Whether the matrix is small enough to be written out with its zeros. */
  public boolean fits() {
    return weight().places() <= LARGEST;
  }

  /** What timing it takes: all variants side by side. */
  public long timingBytes() {
    double copies = 1 + Crossover.DENSITIES.stream().mapToDouble(density -> density).sum();
    return (long) (copies * weight().places() * TIMED_BYTES);
  }

  /** Equal for equal work, readable, and the same in every version that means the same. */
  public String key() {
    String line = LayerSyntax.format(List.of(new Node("layer", layer, Node.ROWS))).get(0);
    return line.substring(line.indexOf('=') + 1).trim() + " on " + input + ", " + columns + " columns"
        + (inputGradient ? "" : ", no input gradient");
  }
}
