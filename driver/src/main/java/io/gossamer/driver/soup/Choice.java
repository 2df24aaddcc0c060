package io.gossamer.driver.soup;

/** A choice that may be left to the method. */
public enum Choice {
  METHOD,
  ALWAYS,
  NEVER;

  boolean or(boolean ofMethod) {
    return switch (this) {
      case METHOD -> ofMethod;
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }
}
