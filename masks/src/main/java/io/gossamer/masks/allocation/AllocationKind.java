package io.gossamer.masks.allocation;

import java.util.List;

/**
 * How raw layer densities relate to each other before they are scaled to the budget and capped at 1. Sources: uniform
 * is folklore; ER is Mocanu et al. 2018 (SET); ERK is Evci et al. 2020 (RigL), section 3. For linear layers ER and ERK
 * agree (methods.md B1); they part at convolutions.
 */
public enum AllocationKind {
  /** Every layer keeps the same share. */
  UNIFORM {
    @Override
    double raw(LayerShape shape) {
      return 1;
    }
  },
  /** Share proportional to {@code (in + out) / (in * out)}: narrow layers keep more. */
  ER {
    @Override
    double raw(LayerShape shape) {
      int in = shape.in() / shape.area();
      return (in + shape.out()) / ((double) in * shape.out());
    }
  },
  /** As ER, with kernel sizes counted in for convolutions. */
  ERK {
    @Override
    double raw(LayerShape shape) {
      return (shape.in() / shape.area() + shape.out() + 2.0 * shape.kernel()) / shape.places();
    }
  };

  abstract double raw(LayerShape shape);

  /** Densities in [0, 1] whose weighted sum is {@code budget} places, found by clamping layers that would pass 1. */
  double[] densities(List<LayerShape> shapes, double budget) {
    double[] density = new double[shapes.size()];
    boolean[] full = new boolean[shapes.size()];
    while (true) {
      double left = budget;
      double divisor = 0;
      for (int l = 0; l < density.length; l++) {
        LayerShape shape = shapes.get(l);
        left -= full[l] ? shape.places() : 0;
        divisor += full[l] ? 0 : raw(shape) * shape.places();
      }
      double scale = divisor == 0 ? 0 : Math.max(0, left) / divisor;
      boolean clamped = false;
      for (int l = 0; l < density.length; l++) {
        density[l] = full[l] ? 1 : raw(shapes.get(l)) * scale;
        if (!full[l] && density[l] > 1) {
          full[l] = true;
          clamped = true;
        }
      }
      if (!clamped) {
        return density;
      }
    }
  }
}
