package dev.proxystore.proxy;

import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.isEquals;
import static net.bytebuddy.matcher.ElementMatchers.isPackagePrivate;
import static net.bytebuddy.matcher.ElementMatchers.isProtected;
import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.isVirtual;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import com.esotericsoftware.kryo.DefaultSerializer;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.TypeCache;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.DynamicType.Unloaded;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.dynamic.loading.MultipleParentClassLoader;
import net.bytebuddy.dynamic.scaffold.subclass.ConstructorStrategy;
import net.bytebuddy.implementation.FieldAccessor;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.implementation.bytecode.assign.Assigner.Typing;
import net.bytebuddy.matcher.ElementMatcher.Junction;

/**
 * The classes of stand-ins: each extends or implements a type and passes every call on to the
 * object behind. Where the type's own package can be had they are defined there, and else by a
 * class loader of their own. They are held weakly, so that neither the type's class loader nor this
 * one is kept from going. Safe for use by several threads.
 */
final class StandInClasses {
  private static final String TARGET = "proxyStoreTarget";
  private static final Method GET = method(StandInTarget.class, "get");
  private static final Method EQUALS = method(StandIn.class, "equals", StandIn.class, Object.class);
  private static final Method SERIALIZED = method(StandIn.class, "serialized", StandIn.class);

  private static final TypeCache<TypeCache.SimpleKey> CACHE =
      new TypeCache.WithInlineExpunction<>(TypeCache.Sort.WEAK);

  private StandInClasses() {}

  @SuppressWarnings("unchecked") // the class was made for the type
  static <S> Class<? extends S> of(Class<S> type) {
    TypeCache.SimpleKey key = new TypeCache.SimpleKey(type); // holds the type weakly
    Class<?> known = CACHE.find(type.getClassLoader(), key);
    if (known == null) {
      Optional<MethodHandles.Lookup> home = packageOf(type);
      StandInTypes.require(type, home.isPresent());
      known = CACHE.findOrInsert(type.getClassLoader(), key, () -> make(type, home), CACHE);
    }
    return (Class<? extends S>) known;
  }

  private static Class<?> make(Class<?> type, Optional<MethodHandles.Lookup> home) {
    return home.isPresent()
        ? define(type, type.getName(), isPublic().or(isProtected()).or(isPackagePrivate()))
            .load(type.getClassLoader(), ClassLoadingStrategy.UsingLookup.of(home.get()))
            .getLoaded()
        : define(type, "dev.proxystore.standins." + type.getSimpleName(), isPublic())
            .load(parents(type))
            .getLoaded();
  }

  /** Empty if the package is closed, or its class loader does not know this library. */
  private static Optional<MethodHandles.Lookup> packageOf(Class<?> type) {
    try {
      ClassLoader loader = type.getClassLoader();
      boolean knowsUs =
          loader != null && Class.forName(StandIn.class.getName(), false, loader) == StandIn.class;
      return knowsUs
          ? Optional.of(MethodHandles.privateLookupIn(type, MethodHandles.lookup()))
          : Optional.empty();
    } catch (ClassNotFoundException | IllegalAccessException e) {
      return Optional.empty();
    }
  }

  private static ClassLoader parents(Class<?> type) {
    ClassLoader own = StandIn.class.getClassLoader();
    ClassLoader theirs = type.getClassLoader();
    return theirs == null
        ? new MultipleParentClassLoader(List.of(own))
        : new MultipleParentClassLoader(List.of(own, theirs));
  }

  private static Unloaded<?> define(
      Class<?> type, String name, Junction<MethodDescription> visible) {
    return new ByteBuddy(ClassFileVersion.JAVA_V17)
        .subclass(
            type,
            type.isInterface()
                ? ConstructorStrategy.Default.DEFAULT_CONSTRUCTOR
                : ConstructorStrategy.Default.NO_CONSTRUCTORS)
        .name(name + "$StandIn")
        .annotateType(serializer())
        .implement(StandIn.class, Serializable.class)
        .defineField(TARGET, StandInTarget.class, Visibility.PRIVATE)
        .method(isVirtual().and(visible).and(not(isDeclaredBy(Object.class))))
        .intercept(
            MethodCall.invokeSelf()
                .onMethodCall(MethodCall.invoke(GET).onField(TARGET))
                .withAllArguments()
                .withAssigner(Assigner.DEFAULT, Typing.DYNAMIC))
        .method(named("hashCode").or(named("toString")).and(takesNoArguments()))
        .intercept(
            MethodCall.invokeSelf()
                .onMethodCall(MethodCall.invoke(GET).onField(TARGET))
                .withAssigner(Assigner.DEFAULT, Typing.DYNAMIC))
        .method(isEquals())
        .intercept(MethodCall.invoke(EQUALS).withThis().withArgument(0))
        .method(isDeclaredBy(StandIn.class).and(returns(StandInTarget.class)))
        .intercept(FieldAccessor.ofField(TARGET))
        .method(isDeclaredBy(StandIn.class).and(returns(void.class)))
        .intercept(FieldAccessor.ofField(TARGET))
        .defineMethod("writeReplace", Object.class, Visibility.PRIVATE)
        .intercept(MethodCall.invoke(SERIALIZED).withThis())
        .make();
  }

  private static AnnotationDescription serializer() {
    return AnnotationDescription.Builder.ofType(DefaultSerializer.class)
        .define("value", StandInKryoSerializer.class)
        .build();
  }

  private static Method method(Class<?> type, String name, Class<?>... parameters) {
    try {
      return type.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }
}
