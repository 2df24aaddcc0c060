package io.gossamer.ops.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares one setting once: the record component is its key and type, this annotation the rest. The configuration
 * reader, the printed plan and docs/configuration.md are all derived from it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** One sentence for the reference: meaning, unit, range. */
  String doc();

  /** The value when the key is absent, as it would be written in YAML; empty text for "not set". */
  String value() default "";

  /** Whether the value names a file or folder: a relative one is taken from the folder of the file that says it. */
  boolean path() default false;
}
