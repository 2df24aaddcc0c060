package io.gossamer.ops.optim;

import java.io.Serializable;

/** A learning rate as a pure function of the local step, counted from 0. */
public interface Rate extends Serializable {
  /** The rate of local step {@code step}. */
  float at(long step);
}
