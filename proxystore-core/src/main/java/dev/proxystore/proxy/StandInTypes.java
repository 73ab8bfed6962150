package dev.proxystore.proxy;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;

/** Says which types nothing can stand in for, and why. */
final class StandInTypes {
  private StandInTypes() {}

  /**
   * Refuses a type that cannot be extended, or whose parts would be seen past the stand-in.
   *
   * @param isPackageOpen whether the stand-in will be in the package of the type
   * @throws IllegalArgumentException with the reason and what to use in its place
   */
  static void require(Class<?> type, boolean isPackageOpen) {
    requireNonNull(type, "type");
    reasonAgainst(type, isPackageOpen)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(
                  "Nothing can stand in for %s: %s. Use an interface of it, or Proxy<%s> and resolve()."
                      .formatted(type.getTypeName(), reason, type.getSimpleName()));
            });
  }

  private static Optional<String> reasonAgainst(Class<?> type, boolean isPackageOpen) {
    if (type.isPrimitive() || type.isArray() || type.isEnum() || type.isRecord()) {
      return Optional.of("it is " + kind(type));
    }
    if (Modifier.isFinal(type.getModifiers())) {
      return Optional.of("the class is final");
    }
    if (type.isSealed()) {
      return Optional.of("it is sealed");
    }
    if (!Modifier.isPublic(type.getModifiers()) && !isPackageOpen) {
      return Optional.of("it is not public, and its package is closed to this library");
    }
    return type.isInterface()
        ? Optional.empty()
        : finalMethod(type, isPackageOpen).or(() -> publicField(type));
  }

  private static String kind(Class<?> type) {
    if (type.isPrimitive()) {
      return "a primitive";
    }
    if (type.isArray()) {
      return "an array";
    }
    return type.isEnum() ? "an enum" : "a record";
  }

  /** It would run on the stand-in, whose fields are empty. */
  private static Optional<String> finalMethod(Class<?> type, boolean isPackageOpen) {
    for (Class<?> each = type; each != Object.class; each = requireNonNull(each.getSuperclass())) {
      for (Method method : each.getDeclaredMethods()) {
        if (isFinalAndSeen(method.getModifiers(), isPackageOpen)) {
          return Optional.of("its method " + method.getName() + " is final");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isFinalAndSeen(int modifiers, boolean isPackageOpen) {
    boolean isSeen =
        isPackageOpen
            ? !Modifier.isPrivate(modifiers)
            : Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    return Modifier.isFinal(modifiers) && !Modifier.isStatic(modifiers) && isSeen;
  }

  private static Optional<String> publicField(Class<?> type) {
    for (var field : type.getFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        return Optional.of("its field " + field.getName() + " is public, and would be empty");
      }
    }
    return Optional.empty();
  }
}
