package io.gossamer.driver.data;

/** How features are scaled. */
public enum ScalingKind {
  NONE,
  STANDARD,
  MIN_MAX,
  GLOBAL
}
