package io.gossamer.ops.net;

import io.gossamer.ops.layer.BatchNorm;
import io.gossamer.ops.layer.LayerNorm;
import io.gossamer.ops.layer.LayerSpec;
import java.util.Optional;

/** Normalisation before activations, by name. */
public enum Normalization {
  /** None. */
  NONE {
    @Override
    Optional<LayerSpec> layer() {
      return Optional.empty();
    }
  },
  /** Over the rows of a batch. */
  BATCH {
    @Override
    Optional<LayerSpec> layer() {
      return Optional.of(new BatchNorm());
    }
  },
  /** Over the units of a row. */
  LAYER {
    @Override
    Optional<LayerSpec> layer() {
      return Optional.of(new LayerNorm(1e-5));
    }
  };

  abstract Optional<LayerSpec> layer();
}
