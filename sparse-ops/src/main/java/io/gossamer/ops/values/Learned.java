package io.gossamer.ops.values;

import java.io.Serializable;

/**
 * A vector that is trained beside the layers, such as the thresholds of a mask method.
 *
 * @param name in layouts and checkpoints, for example {@code fc1.threshold}
 * @param start first value of every entry
 */
public record Learned(String name, int length, float start) implements Serializable {}
