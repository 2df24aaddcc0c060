/**
 * Values as bytes: in 32, 16 or 8 bits, and without those that did not change. A pure function of values, base and
 * seed: nothing is remembered from round to round, so there is no error feedback; what 8 bits lose is right on average.
 */
package io.gossamer.worker.codec;
