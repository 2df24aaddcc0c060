package io.gossamer.masks.allocation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How layers share the kept weights. Every kind gives densities in [0, 1] whose weighted sum is the budget. Sources:
 * ER is Mocanu et al. 2018 (SET), ERK is Evci et al. 2020 (RigL), section 3; uniform-plus and ERK-plus as in Liu et al.
 * 2022; balanced and pyramidal as in RelationalML's sparse_to_sparse (all in methods.md B1, golden F3).
 */
public enum AllocationKind {
  /** Every layer keeps the same share. */
  UNIFORM {
    @Override
    double[] densities(List<LayerShape> shapes, double budget) {
      return Shares.proportional(shapes, budget, shape -> 1);
    }
  },
  /** As uniform, but a first convolution stays dense and the last layer keeps at least a fifth. */
  UNIFORM_PLUS {
    @Override
    double[] densities(List<LayerShape> shapes, double budget) {
      double density = budget / shapes.stream().mapToLong(LayerShape::places).sum();
      double[] forced = Shares.none(shapes);
      forced[0] = shapes.get(0).kernel() > 0 ? 1 : Shares.FREE;
      int last = shapes.size() - 1;
      if (last > 0 && density < 0.2 && shapes.get(last).kernel() == 0) {
        forced[last] = 0.2;
      }
      return Shares.withForced(shapes, budget, forced, shape -> 1);
    }
  },
  /** Share proportional to {@code (in + out) / (in * out)}: narrow layers keep more. */
  ER {
    @Override
    double[] densities(List<LayerShape> shapes, double budget) {
      return Shares.proportional(shapes, budget, shape -> {
        double in = shape.in() / (double) shape.area();
        return (in + shape.out()) / (in * shape.out());
      });
    }
  },
  /** As ER, with kernel sizes counted in for convolutions. */
  ERK {
    @Override
    double[] densities(List<LayerShape> shapes, double budget) {
      return Shares.proportional(shapes, budget, ERK_RAW);
    }
  },
  /** As ERK, with a dense last layer where the budget allows. */
  ERK_PLUS {
    @Override
    double[] densities(List<LayerShape> shapes, double budget) {
      double[] forced = Shares.none(shapes);
      forced[shapes.size() - 1] = shapes.size() > 1 ? 1 : Shares.FREE;
      return Shares.withForced(shapes, budget, forced, ERK_RAW);
    }
  },
  /** Every layer keeps the same number of weights; what a small layer cannot hold goes to the others. */
  BALANCED {
    @Override
    double[] densities(List<LayerShape> shapes, double budget) {
      return Shares.proportional(shapes, budget, shape -> 1.0 / shape.places());
    }
  },
  /** Layer l from the inputs, counted from 1, keeps the share {@code p^l}. */
  PYRAMIDAL {
    @Override
    double[] densities(List<LayerShape> shapes, double budget) {
      return Shares.pyramid(shapes, budget);
    }
  },
  /** Each layer what {@code sparsity.layers} says, unnamed ones dense; {@code sparsity.sparsity} has no say. */
  EXPLICIT {
    @Override
    double[] densities(List<LayerShape> shapes, double budget) {
      return Shares.proportional(shapes, budget, shape -> 1);
    }
  };

  private static final ToDoubleFunction<LayerShape> ERK_RAW =
      shape -> (shape.in() / shape.area() + shape.out() + 2.0 * shape.kernel()) / shape.places();

  /** Densities in [0, 1] whose weighted sum is {@code budget} places. */
  abstract double[] densities(List<LayerShape> shapes, double budget);
}
