package io.gossamer.masks.allocation;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The arithmetic behind {@link AllocationKind}. */
final class Shares {
  /** No density is forced on this layer. */
  static final double FREE = -1;

  private Shares() {}

  /** An entry a layer, nothing forced. */
  static double[] none(List<LayerShape> shapes) {
    double[] forced = new double[shapes.size()];
    Arrays.fill(forced, FREE);
    return forced;
  }

  /** Densities proportional to {@code raw}; a layer that would pass 1 is full and the others share what is left. */
  static double[] proportional(List<LayerShape> shapes, double budget, ToDoubleFunction<LayerShape> raw) {
    double[] density = new double[shapes.size()];
    boolean[] full = new boolean[shapes.size()];
    while (true) {
      double left = budget;
      double divisor = 0;
      for (int l = 0; l < density.length; l++) {
        LayerShape shape = shapes.get(l);
        left -= full[l] ? shape.places() : 0;
        divisor += full[l] ? 0 : raw.applyAsDouble(shape) * shape.places();
      }
      double scale = divisor == 0 ? 0 : Math.max(0, left) / divisor;
      boolean clamped = false;
      for (int l = 0; l < density.length; l++) {
        density[l] = full[l] ? 1 : raw.applyAsDouble(shapes.get(l)) * scale;
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

  /** As {@link #proportional}, after some layers got what is forced on them; where that does not fit, nothing is. */
  static double[] withForced(
      List<LayerShape> shapes, double budget, double[] forced, ToDoubleFunction<LayerShape> raw) {
    double left = budget;
    double room = 0;
    for (int l = 0; l < forced.length; l++) {
      left -= Math.max(0, forced[l]) * shapes.get(l).places();
      room += forced[l] == FREE ? shapes.get(l).places() : 0;
    }
    if (left < 0 || left > room) {
      return proportional(shapes, budget, raw);
    }
    List<LayerShape> free = shapes.stream().filter(shape -> forced[shapes.indexOf(shape)] == FREE).toList();
    double[] shared = proportional(free, left, raw);
    double[] density = forced.clone();
    int n = 0;
    for (int l = 0; l < density.length; l++) {
      density[l] = forced[l] == FREE ? shared[n++] : forced[l];
    }
    return density;
  }

  /** The p for which {@code sum of n_l * p^l} is the budget, by bisection; the sum ascends in p. */
  static double[] pyramid(List<LayerShape> shapes, double budget) {
    double low = 0;
    double high = 1;
    for (int n = 0; n < 100; n++) {
      double middle = (low + high) / 2;
      if (places(shapes, middle) < budget) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double[] density = new double[shapes.size()];
    for (int l = 0; l < density.length; l++) {
      density[l] = StrictMath.pow(high, l + 1);
    }
    return density;
  }

  private static double places(List<LayerShape> shapes, double p) {
    double places = 0;
    for (int l = shapes.size() - 1; l >= 0; l--) {
      places = (places + shapes.get(l).places()) * p;
    }
    return places;
  }
}
