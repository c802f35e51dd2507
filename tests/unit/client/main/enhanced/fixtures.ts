/** What the systems' own programs write, with the names of people and machines changed. */

export const joinedComputer = `ad.contoso.com
  type: kerberos
  realm-name: AD.CONTOSO.COM
  domain-name: ad.contoso.com
  configured: kerberos-member
  server-software: active-directory
  client-software: sssd
  required-package: sssd-tools
  required-package: sssd
  login-formats: %U@ad.contoso.com
  login-policy: allow-realm-logins
`;

export const unjoinedComputer = `fabrikam.com
  type: kerberos
  realm-name: FABRIKAM.COM
  domain-name: fabrikam.com
  configured: no
  server-software: active-directory
`;

export const boundMac = `Active Directory Forest          = contoso.com
Active Directory Domain          = ad.contoso.com
Computer Account                 = wks-4711$

Advanced Options - User Experience
  Create mobile account at login = Enabled
     Require confirmation        = Disabled
  Force home to startup disk     = Enabled

Advanced Options - Administrative
  Preferred Domain controller    = not set
  Allowed admin groups           = domain admins,enterprise admins
  Authentication from any domain = Enabled
`;

/** An administrator's app that was not elevated: the group is there for deny only. */
export const windowsAdministrator = `
GROUP INFORMATION
-----------------

Group Name                                 Type             SID          Attributes
========================================== ================ ============ ==================================================
Everyone                                   Well-known group S-1-1-0      Mandatory group, Enabled by default, Enabled group
BUILTIN\\Administrators                     Alias            S-1-5-32-544 Group used for deny only
BUILTIN\\Users                              Alias            S-1-5-32-545 Mandatory group, Enabled by default, Enabled group
Mandatory Label\\Medium Mandatory Level     Label            S-1-16-8192
`;

/** In German and as CSV. */
export const windowsUser = `"Jeder","Bekannte Gruppe","S-1-1-0","Verbindliche Gruppe, Standardmäßig aktiviert, Aktivierte Gruppe"\r
"VORDEFINIERT\\Benutzer","Alias","S-1-5-32-545","Verbindliche Gruppe, Standardmäßig aktiviert, Aktivierte Gruppe"\r
"CONTOSO\\Jane","Gruppe","S-1-5-21-3623811015-3361044348-30300820-5440","Verbindliche Gruppe"\r
"VORDEFINIERT\\Hyper-V-Administratoren","Alias","S-1-5-32-5440","Verbindliche Gruppe"\r
`;

export const groupFile = `root:x:0:
daemon:x:1:
adm:x:4:syslog,jane
sudo:x:27:jane,joe
wheel:x:998:
admin-tools:x:1200:bob
users:x:100:
jane:x:1000:
`;
