package io.gossamer.driver.soup;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** The section {@code soup}. */
public record SoupSettings(
    @Setting(doc = "Particles: replicas of the model with one mask that train apart, each on the shards that are its "
        + "turn, and are averaged into one model at the end. 1 trains one model on all shards.", value = "1")
        int particles) {
  /** Particles beyond this are taken for a mistake. */
  private static final int MOST = 4096;

  public SoupSettings {
    if (particles < 1 || particles > MOST) {
      throw new InvalidInput("soup.particles is " + particles + "; it must be from 1 to 4,096");
    }
  }

  /** One model, no soup. */
  public static SoupSettings none() {
    return new SoupSettings(1);
  }
}
