namespace Gonglian.Access.Rules;

/// <summary>权限 of this room: one code for each act.</summary>
public static class AccessRights
{
    /// <summary>Sees accounts, grants and their records.</summary>
    public const string See = "access.see";

    /// <summary>Makes accounts, corrects them, disables and enables them.</summary>
    public const string Manage = "access.manage";

    /// <summary>Resets passwords and unlocks.</summary>
    public const string Reset = "access.reset";

    /// <summary>Gives roles and takes them back, shuts out of a part of the tree.</summary>
    public const string Grant = "access.grant";

    /// <summary>Gives roles whose rights one does not hold.</summary>
    public const string Appoint = "access.appoint";

    /// <summary>Decides what roles contain.</summary>
    public const string Roles = "access.roles";

    /// <summary>Decides the rules of signing in.</summary>
    public const string SignIn = "access.sign-in";

    /// <summary>Ends sessions of others, removes a second step.</summary>
    public const string Sessions = "access.sessions";

    /// <summary>Sees every record of accounts and grants, without the accounts.</summary>
    public const string Audit = "access.audit";

    /// <summary>Confirms what another administrator proposed.</summary>
    public const string Confirm = "access.confirm";

    /// <summary>Sees who can see a unit or an enterprise, and why.</summary>
    public const string Who = "access.who";

    /// <summary>Lets programs in: gives keys and takes them back.</summary>
    public const string Programs = "programs.manage";
}
