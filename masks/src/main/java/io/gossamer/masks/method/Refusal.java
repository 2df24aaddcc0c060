package io.gossamer.masks.method;

import io.gossamer.masks.structure.StructureSettings;
import io.gossamer.ops.InvalidInput;
import java.util.Locale;

/** Sentences for settings that cannot be. */
final class Refusal {
  private Refusal() {}

  /** @throws InvalidInput naming the setting, what was found and what is allowed, unless {@code holds} */
  static void unless(boolean holds, String key, Object found, String allowed) {
    if (!holds) {
      throw new InvalidInput(key + " is " + found + "; it must be " + allowed);
    }
  }

  /** @throws InvalidInput if the mask is to have a structure that single moved places would break */
  static void structured(MaskPlan plan, String method) {
    StructureSettings.Kind kind = plan.settings().structure().kind();
    unless(kind == StructureSettings.Kind.UNSTRUCTURED, "sparsity.structure.kind",
        key(kind),
        "unstructured: " + method + " moves single places, which would break it");
  }

  /** As settings name it. */
  static String key(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
