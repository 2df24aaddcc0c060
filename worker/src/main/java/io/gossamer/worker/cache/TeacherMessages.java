package io.gossamer.worker.cache;

import java.io.Serializable;

/** How a task comes by the model that its run learns from. */
public interface TeacherMessages extends Serializable {
  /** A run without a teacher. */
  TeacherMessages NONE = new TeacherMessages() {
    private static final long serialVersionUID = 1;

    @Override
    public byte[] mask() {
      throw new IllegalStateException("this run has no teacher");
    }

    @Override
    public byte[] values() {
      throw new IllegalStateException("this run has no teacher");
    }
  };

  /** The encoded mask. */
  byte[] mask();

  /** The encoded values. */
  byte[] values();
}
