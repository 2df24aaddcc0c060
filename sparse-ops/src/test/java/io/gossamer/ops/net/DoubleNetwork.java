package io.gossamer.ops.net;

import io.gossamer.ops.layer.Add;
import io.gossamer.ops.layer.AvgPool;
import io.gossamer.ops.layer.BatchNorm;
import io.gossamer.ops.layer.Columns;
import io.gossamer.ops.layer.Concat;
import io.gossamer.ops.layer.Conv2d;
import io.gossamer.ops.layer.DepthwiseConv;
import io.gossamer.ops.layer.Embedding;
import io.gossamer.ops.layer.FactorizationMachine;
import io.gossamer.ops.layer.Gelu;
import io.gossamer.ops.layer.GlobalPool;
import io.gossamer.ops.layer.Interactions;
import io.gossamer.ops.layer.JumpRelu;
import io.gossamer.ops.layer.LayerNorm;
import io.gossamer.ops.layer.LayerSpec;
import io.gossamer.ops.layer.LeakyRelu;
import io.gossamer.ops.layer.Linear;
import io.gossamer.ops.layer.MaxPool;
import io.gossamer.ops.layer.Multiply;
import io.gossamer.ops.layer.Node;
import io.gossamer.ops.layer.Relu;
import io.gossamer.ops.layer.Relu2;
import io.gossamer.ops.layer.Reshape;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.layer.Sigmoid;
import io.gossamer.ops.layer.Tanh;
import io.gossamer.ops.layer.TopK;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.values.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The same networks written once more, in double, row by row and in training mode: what gradients are checked against.
 * A layer's twin is one case of {@link #layer}.
 */
public final class DoubleNetwork {
  private final NetworkSpec spec;
  private final List<Pattern> patterns;
  private final ParameterLayout layout;

  public DoubleNetwork(NetworkSpec spec, List<Pattern> patterns) {
    this.spec = spec;
    this.patterns = patterns;
    this.layout = spec.layout(patterns);
  }

  /** Weighted mean loss of all rows. */
  public double loss(double[] values, DenseRows rows) {
    double[][] logits = forward(values, rows);
    double sum = 0;
    double weights = 0;
    for (int row = 0; row < rows.count(); row++) {
      sum += rows.weight(row) * loss(spec.loss(), logits[row], rows, row);
      weights += rows.weight(row);
    }
    return sum / weights;
  }

  /** Logits, {@code [rows][outputs]}. */
  public double[][] forward(double[] values, DenseRows rows) {
    return outputs(values, rows).get(spec.nodes().size() - 1);
  }

  /** What each layer makes, {@code [rows][features]}. */
  public List<double[][]> outputs(double[] values, DenseRows rows) {
    List<double[][]> outputs = new ArrayList<>();
    double[][] input = new double[rows.count()][spec.inputs()];
    for (int row = 0; row < rows.count(); row++) {
      for (int f = 0; f < spec.inputs(); f++) {
        input[row][f] = rows.values()[row * spec.inputs() + f];
      }
    }
    for (Node node : spec.nodes()) {
      List<double[][]> inputs =
          node.inputs().stream().map(from -> from == Node.ROWS ? input : outputs.get(from)).toList();
      List<Shape> shapes = node.inputs().stream()
          .map(from -> from == Node.ROWS ? spec.rows() : spec.outputShapes().get(from)).toList();
      outputs.add(layer(node, inputs, shapes, values));
    }
    return outputs;
  }

  private double[][] layer(Node node, List<double[][]> inputs, List<Shape> shapes, double[] values) {
    LayerSpec layer = node.layer();
    double[][] x = inputs.get(0);
    if (layer instanceof Linear linear) {
      return linear(node.name(), linear.bias(), x, values);
    } else if (layer instanceof Relu) {
      return each(x, v -> Math.max(v, 0));
    } else if (layer instanceof Sigmoid) {
      return each(x, v -> 1 / (1 + Math.exp(-v)));
    } else if (layer instanceof Reshape) {
      return x;
    } else if (layer instanceof Add) {
      return combined(inputs, true);
    } else if (layer instanceof Concat) {
      return combined(inputs, false);
    } else if (layer instanceof BatchNorm norm) {
      return batchNorm(node.name(), norm, x, shapes.get(0), values);
    }
    if (layer instanceof Conv2d conv) {
      return conv(node, x, shapes.get(0), conv.kernel(), conv.stride(), conv.padding(), conv.bias(), values);
    } else if (layer instanceof DepthwiseConv conv) {
      return conv(node, x, shapes.get(0), conv.kernel(), conv.stride(), conv.padding(), conv.bias(), values);
    } else if (layer instanceof MaxPool pool) {
      int stride = pool.stride() == 0 ? pool.size() : pool.stride();
      return pool(x, shapes.get(0), layer.output(shapes), pool.size(), stride, pool.padding(), true);
    } else if (layer instanceof AvgPool pool) {
      int stride = pool.stride() == 0 ? pool.size() : pool.stride();
      return pool(x, shapes.get(0), layer.output(shapes), pool.size(), stride, pool.padding(), false);
    } else if (layer instanceof GlobalPool) {
      return pool(x, shapes.get(0), layer.output(shapes), 1000, 1, 0, false);
    }
    return click(node, inputs, values);
  }

  private double[][] click(Node node, List<double[][]> inputs, double[] values) {
    LayerSpec layer = node.layer();
    double[][] x = inputs.get(0);
    if (layer instanceof Relu2) {
      return each(x, v -> Math.max(v, 0) * Math.max(v, 0));
    } else if (layer instanceof LeakyRelu leaky) {
      return each(x, v -> v > 0 ? v : leaky.slope() * v);
    } else if (layer instanceof Tanh) {
      return each(x, Math::tanh);
    } else if (layer instanceof Gelu) {
      return each(x, v -> 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v))));
    } else if (layer instanceof TopK top) {
      return rows(x, row -> {
        double[] sorted = row.clone();
        Arrays.sort(sorted);
        return Arrays.stream(row).map(v -> v >= sorted[row.length - top.k()] ? v : 0).toArray();
      });
    } else if (layer instanceof JumpRelu jump) {
      return rows(x, row -> jumped(node.name(), jump, row, values));
    } else if (layer instanceof LayerNorm norm) {
      return rows(x, row -> normalised(node.name(), norm, row, values));
    } else if (layer instanceof Columns columns) {
      return rows(x, row -> Arrays.copyOfRange(row, columns.from(), columns.to()));
    } else if (layer instanceof Embedding embedding) {
      return rows(x, row -> bag(node.name(), embedding, row, values));
    }
    return together(inputs, row -> meet(layer, row));
  }

  private double[] jumped(String name, JumpRelu jump, double[] row, double[] values) {
    double[] y = new double[row.length];
    for (int f = 0; f < row.length; f++) {
      y[f] = row[f] > jump.start() * Math.exp(values[at(name + ".gain") + f]) ? row[f] : 0;
    }
    return y;
  }

  private double[] normalised(String name, LayerNorm norm, double[] row, double[] values) {
    double mean = Arrays.stream(row).average().orElseThrow();
    double variance = Arrays.stream(row).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double[] y = new double[row.length];
    for (int f = 0; f < row.length; f++) {
      double h = (row[f] - mean) / Math.sqrt(variance + norm.epsilon());
      y[f] = values[at(name + ".gain") + f] * h + values[at(name + ".bias") + f];
    }
    return y;
  }

  private double[] bag(String name, Embedding embedding, double[] row, double[] values) {
    double[] y = new double[embedding.dimension()];
    double weights = 0;
    for (int c = embedding.from(); c < embedding.to(); c++) {
      weights += row[c];
      for (int d = 0; d < y.length; d++) {
        y[d] += row[c] * values[at(name + ".weight") + (c - embedding.from()) * y.length + d];
      }
    }
    double share = embedding.bag() == Embedding.Bag.SUM ? 1 : weights == 0 ? 0 : 1 / weights;
    return Arrays.stream(y).map(v -> v * share).toArray();
  }

  private static double[] meet(LayerSpec layer, List<double[]> inputs) {
    if (layer instanceof Multiply) {
      return product(inputs.get(0), inputs.get(1));
    }
    List<Double> dots = new ArrayList<>();
    for (int i = 1; i < inputs.size(); i++) {
      for (int j = 0; j < i; j++) {
        double dot = 0;
        for (int d = 0; d < inputs.get(i).length; d++) {
          dot += inputs.get(i)[d] * inputs.get(j)[d];
        }
        dots.add(dot);
      }
    }
    if (layer instanceof Interactions) {
      return dots.stream().mapToDouble(v -> v).toArray();
    } else if (layer instanceof FactorizationMachine) {
      return new double[] {dots.stream().mapToDouble(v -> v).sum()};
    }
    throw new IllegalArgumentException("no double twin of " + layer);
  }

  private static double[] product(double[] a, double[] b) {
    double[] y = a.clone();
    for (int n = 0; n < y.length; n++) {
      y[n] *= b[n];
    }
    return y;
  }

  private static double[][] together(List<double[][]> inputs, Function<List<double[]>, double[]> f) {
    double[][] y = new double[inputs.get(0).length][];
    for (int row = 0; row < y.length; row++) {
      int at = row;
      y[row] = f.apply(inputs.stream().map(input -> input[at]).toList());
    }
    return y;
  }

  private static double[][] each(double[][] x, DoubleUnaryOperator f) {
    double[][] y = new double[x.length][];
    for (int row = 0; row < x.length; row++) {
      y[row] = Arrays.stream(x[row]).map(f).toArray();
    }
    return y;
  }

  private static double[][] rows(double[][] x, UnaryOperator<double[]> f) {
    return Arrays.stream(x).map(f).toArray(double[][]::new);
  }

  private static double[][] combined(List<double[][]> inputs, boolean sum) {
    double[][] y = new double[inputs.get(0).length][];
    for (int row = 0; row < y.length; row++) {
      int at = row;
      y[row] = sum ? new double[inputs.get(0)[row].length]
          : inputs.stream().flatMapToDouble(x -> Arrays.stream(x[at])).toArray();
      for (int n = 0; sum && n < inputs.size(); n++) {
        for (int f = 0; f < y[row].length; f++) {
          y[row][f] += inputs.get(n)[row][f];
        }
      }
    }
    return y;
  }

  private int at(String name) {
    return layout.window(name).offset();
  }

  private double[][] linear(String name, boolean bias, double[][] x, double[] values) {
    Pattern pattern = patterns.get(spec.maskedNames().indexOf(name));
    double[][] y = new double[x.length][pattern.out()];
    for (int row = 0; row < x.length; row++) {
      for (int o = 0; o < pattern.out(); o++) {
        y[row][o] = bias ? values[at(name + ".bias") + o] : 0;
        for (int k = pattern.rowStarts()[o]; k < pattern.rowStarts()[o + 1]; k++) {
          y[row][o] += values[at(name + ".weight") + k] * x[row][pattern.columns()[k]];
        }
      }
    }
    return y;
  }

  private double[][] conv(
      Node node, double[][] x, Shape in, int size, int stride, int padding, boolean bias, double[] values) {
    boolean depthwise = node.layer() instanceof DepthwiseConv;
    Shape out = node.layer().output(List.of(in));
    double[] w = depthwise ? null : expanded(node.name(), values);
    double[][] y = new double[x.length][out.features()];
    for (int row = 0; row < x.length; row++) {
      for (int f = 0; f < out.features(); f++) {
        int o = f / out.area();
        int top = f / out.width() % out.height() * stride - padding;
        int left = f % out.width() * stride - padding;
        double sum = bias ? values[at(node.name() + ".bias") + o] : 0;
        for (int c = 0; c < in.channels(); c++) {
          for (int tap = 0; tap < size * size; tap++) {
            int r = top + tap / size;
            int s = left + tap % size;
            boolean inside = r >= 0 && r < in.height() && s >= 0 && s < in.width() && (!depthwise || c == o);
            double weight = !inside ? 0
                : depthwise ? values[at(node.name() + ".weight") + o * size * size + tap]
                : w[(o * in.channels() + c) * size * size + tap];
            sum += inside ? weight * x[row][c * in.area() + r * in.width() + s] : 0;
          }
        }
        y[row][f] = sum;
      }
    }
    return y;
  }

  private double[] expanded(String name, double[] values) {
    Pattern pattern = patterns.get(spec.maskedNames().indexOf(name));
    double[] w = new double[pattern.out() * pattern.in()];
    for (int o = 0; o < pattern.out(); o++) {
      for (int k = pattern.rowStarts()[o]; k < pattern.rowStarts()[o + 1]; k++) {
        w[o * pattern.in() + pattern.columns()[k]] = values[at(name + ".weight") + k];
      }
    }
    return w;
  }

  private static double[][] pool(
      double[][] x, Shape in, Shape out, int size, int stride, int padding, boolean largest) {
    double[][] y = new double[x.length][out.features()];
    for (int row = 0; row < x.length; row++) {
      for (int f = 0; f < out.features(); f++) {
        double result = largest ? Double.NEGATIVE_INFINITY : 0;
        int count = 0;
        int top = f / out.width() % out.height() * stride - padding;
        int left = f % out.width() * stride - padding;
        for (int r = Math.max(0, top); r < Math.min(in.height(), top + size); r++) {
          for (int s = Math.max(0, left); s < Math.min(in.width(), left + size); s++) {
            double v = x[row][f / out.area() * in.area() + r * in.width() + s];
            result = largest ? Math.max(result, v) : result + v;
            count++;
          }
        }
        y[row][f] = largest ? result : result / count;
      }
    }
    return y;
  }

  private double[][] batchNorm(String name, BatchNorm norm, double[][] x, Shape shape, double[] values) {
    double[][] y = new double[x.length][shape.features()];
    for (int c = 0; c < shape.channels(); c++) {
      double sum = 0;
      double squares = 0;
      for (double[] row : x) {
        for (int p = 0; p < shape.area(); p++) {
          sum += row[c * shape.area() + p];
          squares += row[c * shape.area() + p] * row[c * shape.area() + p];
        }
      }
      double count = (double) x.length * shape.area();
      double mean = sum / count;
      double deviation = Math.sqrt(squares / count - mean * mean + norm.epsilon());
      for (int row = 0; row < x.length; row++) {
        for (int f = c * shape.area(); f < (c + 1) * shape.area(); f++) {
          y[row][f] = values[at(name + ".gain") + c] * (x[row][f] - mean) / deviation + values[at(name + ".bias") + c];
        }
      }
    }
    return y;
  }

  private static double loss(LossSpec loss, double[] logits, DenseRows rows, int row) {
    LossKind kind = loss.kind();
    if (kind == LossKind.SOFTMAX) {
      return softmax(loss, logits, rows, row);
    }
    double sum = 0;
    for (int o = 0; o < logits.length; o++) {
      double z = logits[o];
      double t = kind == LossKind.RECONSTRUCTION
          ? rows.values()[row * rows.features() + o] : rows.target(row, kind == LossKind.LOGISTIC ? 0 : o);
      double e = Math.abs(z - t);
      sum += switch (kind) {
        case LOGISTIC, MULTI_LABEL -> Math.log1p(Math.exp(t > 0.5 ? -z : z));
        case SQUARED, RECONSTRUCTION -> 0.5 * e * e;
        case HUBER -> e < loss.huberDelta() ? 0.5 * e * e : loss.huberDelta() * (e - 0.5 * loss.huberDelta());
        case QUANTILE -> z < t ? loss.quantile() * e : (1 - loss.quantile()) * e;
        case POISSON -> Math.exp(z) - t * z;
        case SOFTMAX -> throw new IllegalStateException();
      };
    }
    double weight = kind == LossKind.LOGISTIC && !loss.classWeights().isEmpty()
        ? loss.classWeights().get((int) rows.label(row)) : 1;
    return weight * sum / logits.length;
  }

  private static double softmax(LossSpec loss, double[] logits, DenseRows rows, int row) {
    double[] hard = probabilities(logits, 1);
    int truth = (int) rows.label(row);
    double sum = 0;
    for (int o = 0; o < logits.length; o++) {
      double wanted = loss.labelSmoothing() / logits.length + (o == truth ? 1 - loss.labelSmoothing() : 0);
      sum -= (1 - loss.distillation()) * wanted * Math.log(hard[o]);
    }
    double[] soft = probabilities(logits, loss.temperature());
    for (int o = 0; loss.distillation() > 0 && o < logits.length; o++) {
      double teacher = rows.target(row, 1 + o);
      sum += teacher == 0 ? 0
          : loss.distillation() * loss.temperature() * loss.temperature() * teacher * Math.log(teacher / soft[o]);
    }
    return sum * (loss.classWeights().isEmpty() ? 1 : loss.classWeights().get(truth));
  }

  private static double[] probabilities(double[] logits, double temperature) {
    double[] p = Arrays.stream(logits).map(z -> Math.exp(z / temperature)).toArray();
    double total = Arrays.stream(p).sum();
    return Arrays.stream(p).map(v -> v / total).toArray();
  }
}
