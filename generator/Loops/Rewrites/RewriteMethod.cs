namespace NetGen.Generator.Loops.Rewrites;

/// <summary>Rewrites what is done in methods of their own, as nests of their own: such as the copies that other rewrites have divided.</summary>
internal sealed class RewriteMethod : NestRewriter
{
    private readonly Names names;
    private readonly string name;
    private readonly Func<Nest, Nest> rewrite;

    private RewriteMethod(Names names, string name, Func<Nest, Nest> rewrite)
    {
        this.names = names;
        this.name = name;
        this.rewrite = rewrite;
    }

    /// <param name="nest">The nest.</param>
    /// <param name="name">What the names of the methods end in.</param>
    /// <param name="rewrite">What is done to each, without the loops around it.</param>
    public static Nest Of(Nest nest, string name, Func<Nest, Nest> rewrite) => new RewriteMethod(Names.Of(nest), name, rewrite).Rewrite(nest);

    protected override Statement Visit(Statement statement)
        => statement is Outlined outlined && outlined.Name == name
            ? outlined with { Body = Renaming.Copy(rewrite(new(outlined.Body)).Body, names) }
            : base.Visit(statement);
}
