package io.gossamer.driver.round;

import io.gossamer.ops.settings.Setting;
import io.gossamer.worker.codec.Codec;
import io.gossamer.worker.codec.Exchange;

/** In which bits values travel. */
public record ExchangeSettings(
    @Setting(doc = "Bits of a value from driver to workers: fp32, bf16, fp16 (a scale per 1,024 values), int8 (the "
        + "same, rounded at random without bias). The driver's own values are never rounded.", value = "fp32")
        Codec down,
    @Setting(doc = "Bits of what a worker moved a value by, on the way up: fp32, bf16, fp16 or int8. What did not "
        + "move is left out where that is shorter.", value = "fp32") Codec up) {
  public Exchange exchange() {
    return new Exchange(down, up);
  }
}
