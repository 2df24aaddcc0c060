package io.gossamer.masks.allocation;

import io.gossamer.ops.InvalidInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The kept weights of every layer for a sparsity of the whole model. Layers with a sparsity of their own keep it; the
 * others share what the model's budget leaves.
 *
 * @param shapes the layers, in order
 * @param layerSparsity sparsity by layer name for the layers that are set apart
 */
public record Allocation(AllocationKind kind, List<LayerShape> shapes, Map<String, Double> layerSparsity) {
  public Allocation {
    shapes = List.copyOf(shapes);
    layerSparsity = Map.copyOf(layerSparsity);
    List<String> names = shapes.stream().map(LayerShape::name).toList();
    new TreeMap<>(layerSparsity).forEach((name, sparsity) -> {
      if (!names.contains(name)) {
        throw new InvalidInput("sparsity.layers names \"" + name + "\"; the layers are " + String.join(", ", names));
      }
      if (!(sparsity >= 0 && sparsity < 1)) {
        throw new InvalidInput("sparsity.layers." + name + " is " + sparsity
            + "; it must be at least 0 and below 1. For a dense layer write 0");
      }
    });
  }

  /**
   * Counts per layer that add up to {@code round((1 - sparsity) * places)} exactly; remainders go to the layers with
   * the largest fractions. For {@link AllocationKind#EXPLICIT} what each layer was given, whatever the sum.
   *
   * @throws InvalidInput if the layers that are set apart leave a budget that the others cannot meet
   */
  public int[] counts(double sparsity) {
    if (kind == AllocationKind.EXPLICIT) {
      return explicit();
    }
    int[] counts = new int[shapes.size()];
    List<Integer> shared = new ArrayList<>();
    long total = Math.round((1 - sparsity) * shapes.stream().mapToLong(LayerShape::places).sum());
    long left = total;
    long room = 0;
    for (int l = 0; l < counts.length; l++) {
      Double own = layerSparsity.get(shapes.get(l).name());
      if (own == null) {
        shared.add(l);
        room += shapes.get(l).places();
      } else {
        counts[l] = Math.toIntExact(Math.round((1 - own) * shapes.get(l).places()));
        left -= counts[l];
      }
    }
    if (left < 0 || left > room) {
      throw new InvalidInput("sparsity.layers keeps " + (total - left) + " weights, which leaves " + left
          + " of the " + total + " that sparsity.sparsity=" + sparsity + " allows for the other layers, and they hold "
          + room + "; change either");
    }
    share(shared, left, counts);
    return counts;
  }

  private int[] explicit() {
    return shapes.stream()
        .mapToInt(s -> Math.toIntExact(Math.round((1 - layerSparsity.getOrDefault(s.name(), 0.0)) * s.places())))
        .toArray();
  }

  private void share(List<Integer> layers, long budget, int[] counts) {
    if (layers.isEmpty()) {
      return;
    }
    double[] density = kind.densities(layers.stream().map(shapes::get).toList(), budget);
    double[] remainder = new double[shapes.size()];
    long given = 0;
    for (int n = 0; n < density.length; n++) {
      int layer = layers.get(n);
      double exact = density[n] * shapes.get(layer).places();
      counts[layer] = (int) Math.floor(exact);
      remainder[layer] = exact - counts[layer];
      given += counts[layer];
    }
    Comparator<Integer> byRemainder = Comparator.comparingDouble(layer -> -remainder[layer]);
    List<Integer> order = layers.stream().sorted(byRemainder).toList();
    for (int n = 0; given < budget; n = (n + 1) % order.size()) {
      int layer = order.get(n);
      if (counts[layer] < shapes.get(layer).places()) {
        counts[layer]++;
        given++;
      }
    }
  }

  /** The same kind over the same layers, with none set apart; an explicit one has nothing else and stays. */
  public Allocation shared() {
    return kind == AllocationKind.EXPLICIT ? this : new Allocation(kind, shapes, Map.of());
  }
}
