global using NetGen.Generator.Common;
