package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;

/**
 * Blocks of outputs with the same inputs; b x b blocks run as b x 1, whose index is small already. The backward pass
 * needs no copy of the values: input by input, the outputs of one block are neighbours.
 */
final class BlockLayer extends StructuredLayer {
  /** Blocks of one group that a panel of inputs should hold on average, so that loading dy once is worth it. */
  private static final int WANTED = 8;

  /** Fewest inputs of a panel. */
  private static final int NARROWEST = 32;

  private final StructuredKernels structured;
  private final int rows;
  private final int[] groupStart;
  private final int[] columnOffset;
  private final int backwardRows;
  private final int[] panelStart;
  private final int[] panelOffset;
  private final int[] panelPlace;

  BlockLayer(Pattern pattern, Structure.Blocks structure, StructuredKernels structured) {
    super(pattern, structure, places(pattern, structure.rows()));
    this.structured = structured;
    this.rows = structure.rows();
    this.groupStart = groupStarts(pattern, rows);
    this.columnOffset = groupOffsets(pattern, rows, groupStart);
    this.backwardRows = Math.min(rows, StructuredKernels.BACKWARD_ROWS);
    int panel = panel(pattern);
    this.panelStart = panelStarts(pattern, backwardRows, panel);
    this.panelOffset = new int[panelStart[panelStart.length - 1]];
    this.panelPlace = new int[panelOffset.length];
    fillPanels(panel);
  }

  private static int[] places(Pattern pattern, int rows) {
    int[] byRow = placesByRow(pattern);
    int[] places = new int[byRow.length];
    int n = 0;
    for (int first = 0; first < pattern.out(); first += rows) {
      int from = pattern.rowStarts()[first];
      int height = Math.min(rows, pattern.out() - first);
      for (int k = 0; k < pattern.fanIn(first); k++) {
        for (int r = 0; r < height; r++) {
          places[n++] = byRow[from + k] + r;
        }
      }
    }
    return places;
  }

  private static int[] groupStarts(Pattern pattern, int rows) {
    int groups = (pattern.out() + rows - 1) / rows;
    int[] start = new int[groups + 1];
    for (int g = 0; g < groups; g++) {
      start[g + 1] = start[g] + pattern.fanIn(g * rows);
    }
    return start;
  }

  private static int[] groupOffsets(Pattern pattern, int rows, int[] groupStart) {
    int[] offset = new int[groupStart[groupStart.length - 1]];
    for (int g = 0; g < groupStart.length - 1; g++) {
      int from = pattern.rowStarts()[g * rows];
      for (int k = groupStart[g]; k < groupStart[g + 1]; k++) {
        offset[k] = pattern.columns()[from + k - groupStart[g]] * Tile.LANES;
      }
    }
    return offset;
  }

  private static int panel(Pattern pattern) {
    return (int) Math.min(StructuredKernels.PANEL, Math.max(NARROWEST, WANTED / pattern.density()));
  }

  private static int[] panelStarts(Pattern pattern, int rows, int panel) {
    int groups = (pattern.out() + rows - 1) / rows;
    int panels = (pattern.in() + panel - 1) / panel;
    int[] start = new int[panels * groups + 1];
    for (int g = 0; g < groups; g++) {
      for (int k = pattern.rowStarts()[g * rows]; k < pattern.rowStarts()[g * rows + 1]; k++) {
        start[pattern.columns()[k] / panel * groups + g + 1]++;
      }
    }
    for (int s = 0; s < start.length - 1; s++) {
      start[s + 1] += start[s];
    }
    return start;
  }

  private void fillPanels(int panel) {
    int[] byRow = placesByRow(pattern);
    int[] next = panelStart.clone();
    int groups = (pattern.out() + backwardRows - 1) / backwardRows;
    for (int g = 0; g < groups; g++) {
      for (int k = pattern.rowStarts()[g * backwardRows]; k < pattern.rowStarts()[g * backwardRows + 1]; k++) {
        int at = next[pattern.columns()[k] / panel * groups + g]++;
        panelOffset[at] = pattern.columns()[k] * Tile.LANES;
        panelPlace[at] = byRow[k];
      }
    }
  }

  @Override
  public void forward(float[] bias, int biasAt, float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes) {
    structured.blockForward(
        pattern.out(), rows, groupStart, columnOffset, forwardValues(), bias, biasAt, x, xAt, y, yAt, relu, lanes);
  }

  @Override
  public void backward(
      float[] values, int valuesAt, float[] gradient, int gradientAt, float[] x, int xAt, float[] dy, int dyAt,
      float[] dx, int dxAt, boolean gate, int lanes, float[] scratch) {
    structured.blockBackward(
        pattern.out(), pattern.in(), backwardRows, panelStart, panelOffset, panelPlace, values, valuesAt, gradient,
        gradientAt, x, xAt, dy, dyAt, dx, dxAt, gate, lanes, scratch);
  }

  @Override
  public long forwardIndexBytes() {
    return (long) Integer.BYTES * (groupStart.length + columnOffset.length);
  }

  @Override
  public long backwardIndexBytes() {
    return (long) Integer.BYTES * (panelStart.length + panelOffset.length + panelPlace.length);
  }
}
