package io.gossamer.ops.layer;

import java.util.List;

/** The mean of each channel, as a plain vector. */
public record GlobalPool() implements LayerSpec {
  @Override
  public Shape output(List<Shape> inputs) {
    return Shape.flat(LayerSpec.single("global-pool", inputs).channels());
  }

  @Override
  public Layer compile(Site site) {
    Shape image = site.input().shape();
    return new AvgPool.Mean(site, image.height(), image.width(), 1, 0);
  }
}
