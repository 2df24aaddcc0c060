package io.gossamer.driver.model;

import io.gossamer.driver.data.Schema;
import io.gossamer.masks.Mask;
import io.gossamer.ops.net.Executions;
import io.gossamer.ops.net.NetworkSpec;

/**
 * A finished model: what predicts, and what it expects of a row.
 *
 * @param values in the documented order of {@code mask}; referred to, not copied
 * @param origin where it came from
 * @param executions which layers run on dense kernels
 */
public record Model(
    NetworkSpec network, Mask mask, float[] values, Schema schema, Origin origin, Executions executions) {
  /** Of a run in which nothing was measured. */
  public Model(NetworkSpec network, Mask mask, float[] values, Schema schema, Origin origin) {
    this(network, mask, values, schema, origin, Executions.UNMEASURED);
  }

  /**
   * Lineage of a model.
   *
   * @param planHash of the run that made it
   * @param dataFingerprint of the rows it saw
   */
  public record Origin(String gossamer, String planHash, String dataFingerprint, long seed) {}
}
