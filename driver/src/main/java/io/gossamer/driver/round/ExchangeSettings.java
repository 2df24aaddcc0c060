package io.gossamer.driver.round;

import io.gossamer.ops.settings.Setting;
import io.gossamer.worker.codec.Codec;
import io.gossamer.worker.codec.Exchange;

/** In which bits values travel, and by which way they are averaged. */
public record ExchangeSettings(
    @Setting(doc = "Bits of a value from driver to workers: fp32, bf16, fp16 (a scale per 1,024 values), int8 (the "
        + "same, rounded at random without bias). The driver's own values are never rounded.", value = "fp32")
        Codec down,
    @Setting(doc = "Bits of what a worker moved a value by, on the way up: fp32, bf16, fp16 or int8. What did not "
        + "move is left out where that is shorter.", value = "fp32") Codec up,
    @Setting(doc = "Who averages: driver; slices (tasks, a slice of the values each, through Spark's shuffle, so that "
        + "the driver gets means only); auto takes slices where the updates of a round would be above 256 MiB. The "
        + "model is the same to the bit.", value = "auto") Way way) {
  /** Bytes of a round's updates above which auto takes slices. */
  private static final long LARGE = 256L << 20;

  /** Who averages. */
  public enum Way {
    AUTO,
    DRIVER,
    SLICES
  }

  /** In which bits. */
  public Exchange exchange() {
    return new Exchange(down, up);
  }

  /**
   * Whether tasks average.
   *
   * @param bytes of all updates of a round
   */
  public boolean slices(long bytes) {
    return way == Way.SLICES || way == Way.AUTO && bytes > LARGE;
  }

  /** The same without what decides no bit of the model. */
  ExchangeSettings deciding() {
    return new ExchangeSettings(down, up, Way.AUTO);
  }
}
