// What every part of the compiler is made of.
global using NetGen.Generator.Common;
