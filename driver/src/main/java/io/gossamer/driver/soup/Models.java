package io.gossamer.driver.soup;

import java.util.AbstractList;
import java.util.List;
import java.util.function.IntFunction;

/** Models that are made or fetched when asked for and not held, since each is as large as a run's. */
public final class Models extends AbstractList<float[]> {
  private final int size;
  private final IntFunction<float[]> model;

  private Models(int size, IntFunction<float[]> model) {
    this.size = size;
    this.model = model;
  }

  /** @param model gives values by number, the same each time */
  public static List<float[]> of(int size, IntFunction<float[]> model) {
    return new Models(size, model);
  }

  @Override
  public float[] get(int number) {
    return model.apply(number);
  }

  @Override
  public int size() {
    return size;
  }
}
