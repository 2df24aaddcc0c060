/**
 * Particles, phases and what becomes of them. {@link io.gossamer.driver.soup.PhasePlan} cuts a run into phases, {@link
 * io.gossamer.driver.soup.ParticleSpecs} says how particles differ in one, {@link io.gossamer.driver.soup.SoupMaker}
 * makes one model of them at its end, by {@link io.gossamer.driver.soup.Soup}s of models that share one mask.
 */
package io.gossamer.driver.soup;
