package dev.valise.hostile;

/** Something about a scene, known when there is one. */
@FunctionalInterface
interface Place<T> {
  T in(Scene scene) throws Exception;
}
