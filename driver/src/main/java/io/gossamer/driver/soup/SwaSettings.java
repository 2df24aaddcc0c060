package io.gossamer.driver.soup;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** Settings of the moving average inside each particle. Source: Izmailov et al. 2018 (methods.md A5.1). */
public record SwaSettings(
    @Setting(doc = "Whether each particle of a phase ends at the average of samples from its own path: method (swamp "
        + "does), always, never.", value = "method") Choice use,
    @Setting(doc = "Share of the phase after which the first sample is taken, above 0 and at most 1.", value = "0.75")
        double start,
    @Setting(doc = "Epochs between two samples.", value = "1.0") double every,
    @Setting(doc = "Learning rate while samples are taken, as a share of the phase's largest; 0 leaves the schedule as "
        + "it is without averaging.", value = "0.5") double rate) {
  public SwaSettings {
    check(start > 0 && start <= 1, "start", start, "above 0 and at most 1");
    check(every > 0, "every", every, "above 0");
    check(rate >= 0 && rate <= 1, "rate", rate, "from 0 to 1");
  }

  private static void check(boolean holds, String key, double found, String allowed) {
    if (!holds) {
      throw new InvalidInput("soup.swa." + key + " is " + found + "; it must be " + allowed);
    }
  }

  /** As the settings page gives them. */
  public static SwaSettings defaults() {
    return new SwaSettings(Choice.METHOD, 0.75, 1, 0.5);
  }
}
